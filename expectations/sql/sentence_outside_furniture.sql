SELECT sentence.row_id, 'inside furniture ' || span_start || '..' || span_end
FROM sentence JOIN document_span USING (document_id)
WHERE kind = 'furniture' AND sentence_start >= span_start AND sentence_end <= span_end
