SELECT row_id,
    CASE WHEN publication_date IS NULL THEN 'a source but no publication date' ELSE 'publication date without source' END
FROM source_document
WHERE (publication_date IS NULL) <> (publication_date_source IS NULL)
