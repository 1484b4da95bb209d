SELECT claim.row_id, 'inside furniture ' || span_start || '..' || span_end
FROM claim JOIN document_span USING (document_id)
WHERE kind = 'furniture' AND quote_start >= span_start AND quote_end <= span_end
