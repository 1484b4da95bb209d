SELECT lineage.row_id, 'the text has ' || slice(document_text.text, span_start, span_end)
FROM lineage JOIN document_text ON document_text.document_id = lineage.document_id
WHERE words IS NOT NULL AND words IS DISTINCT FROM slice(document_text.text, span_start, span_end)
