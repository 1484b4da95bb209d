SELECT row_id, 'sha256 gives ' || made
FROM (SELECT row_id, document_id, 'd-' || left(sha256(sha256), 16) AS made FROM source_document)
WHERE document_id <> made
