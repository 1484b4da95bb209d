SELECT source_document.row_id,
    CASE WHEN text IS NULL THEN 'no text' ELSE 'n_chars ' || n_chars || ', text has ' || length(text) END
FROM source_document LEFT JOIN document_text USING (document_id)
WHERE text IS NULL OR length(text) <> n_chars
