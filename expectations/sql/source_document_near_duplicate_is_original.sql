SELECT copy.row_id, 'repeats ' || copy.near_duplicate_of || ', itself a near-duplicate'
FROM source_document AS copy JOIN source_document AS original ON copy.near_duplicate_of = original.document_id
WHERE original.near_duplicate_of IS NOT NULL
