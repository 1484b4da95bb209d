SELECT row_id, 'text published, licence NULL'
FROM source_document
WHERE text_published AND coalesce(trim(licence), '') = ''
