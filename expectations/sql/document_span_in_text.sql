SELECT document_span.row_id, span_start || '..' || span_end || ' in a text of ' || length(text)
FROM document_span JOIN document_text USING (document_id)
WHERE span_start < 0 OR span_start >= span_end OR span_end > length(text)
