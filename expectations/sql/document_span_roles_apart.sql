SELECT part.row_id, part.kind || ' inside furniture ' || furniture.span_start || '..' || furniture.span_end
FROM document_span AS part JOIN document_span AS furniture USING (document_id)
WHERE part.kind <> 'furniture' AND furniture.kind = 'furniture'
    AND part.span_start >= furniture.span_start AND part.span_end <= furniture.span_end
