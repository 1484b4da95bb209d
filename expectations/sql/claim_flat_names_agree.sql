SELECT claim_flat.row_id, concat_ws(', ',
    CASE WHEN claim_flat.collection IS DISTINCT FROM source_document.collection THEN 'collection' END,
    CASE WHEN claim_flat.file_name IS DISTINCT FROM source_document.file_name THEN 'file_name' END,
    CASE WHEN claim_flat.title IS DISTINCT FROM source_document.title THEN 'title' END,
    CASE WHEN claim_flat.publication_date IS DISTINCT FROM source_document.publication_date THEN 'publication_date' END,
    CASE WHEN claim_flat.source_url IS DISTINCT FROM source_document.source_url THEN 'source_url' END,
    CASE WHEN claim_flat.publisher_name IS DISTINCT FROM coalesce(organisation.name, source_document.publisher_name)
        THEN 'publisher_name' END,
    CASE WHEN claim_flat.place_name IS DISTINCT FROM place.name THEN 'place_name' END,
    CASE WHEN claim_flat.actor_name IS DISTINCT FROM actor.name THEN 'actor_name' END) AS found
FROM claim_flat
LEFT JOIN source_document ON source_document.document_id = claim_flat.document_id
LEFT JOIN organisation ON organisation.organisation_id = source_document.publisher_id
LEFT JOIN place ON place.place_id = claim_flat.place_id
LEFT JOIN actor ON actor.actor_id = claim_flat.actor_id
WHERE found <> ''
