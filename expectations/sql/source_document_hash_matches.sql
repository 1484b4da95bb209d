SELECT source_document.row_id, 'the text has sha256 ' || sha256(text)
FROM source_document JOIN document_text USING (document_id)
WHERE lower(file_name) LIKE '%.txt' AND sha256(text) <> source_document.sha256
