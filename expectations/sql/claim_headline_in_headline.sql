SELECT row_id, 'no headline at ' || quote_start || '..' || quote_end
FROM claim
WHERE is_headline AND NOT EXISTS (
    FROM document_span
    WHERE document_span.document_id = claim.document_id AND kind = 'headline'
        AND span_start < quote_end AND quote_start < span_end
)
