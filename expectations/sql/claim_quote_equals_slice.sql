SELECT claim.row_id, 'quote differs from characters ' || quote_start || '..' || quote_end
FROM claim LEFT JOIN document_text USING (document_id)
WHERE text IS NULL OR quote_start < 0 OR quote_start >= quote_end OR quote_end > length(text)
    OR quote IS DISTINCT FROM slice(text, quote_start, quote_end)
