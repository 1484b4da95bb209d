SELECT 'source_document:' || source_document.document_id, 'no step to its file with the sha256 of its bytes'
FROM source_document ANTI JOIN lineage
    ON from_node = 'source_document:' || source_document.document_id AND step = 'read_from'
    AND to_node = 'file:' || source_document.collection || '/' || source_document.file_name
    AND lineage.sha256 = source_document.sha256
UNION ALL
SELECT 'claim:' || claim.claim_id, 'no step to the characters quoted'
FROM claim ANTI JOIN lineage
    ON from_node = 'claim:' || claim.claim_id AND step = 'quoted_from' AND lineage.document_id = claim.document_id
    AND span_start = quote_start AND span_end = quote_end
