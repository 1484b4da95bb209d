WITH node AS (
    SELECT row_id, from_node AS node FROM lineage UNION ALL SELECT row_id, to_node FROM lineage
), named AS (
    SELECT row_id, node, split_part(node, ':', 1) AS kind, substr(node, strpos(node, ':') + 1) AS name FROM node
), known AS (
    SELECT 'incident' AS kind, incident_id AS name FROM incident
    UNION ALL SELECT 'claim', claim_id FROM claim
    UNION ALL SELECT 'source_document', document_id FROM source_document
    UNION ALL SELECT 'text', document_id FROM source_document
    UNION ALL SELECT 'file', collection || '/' || file_name FROM source_document
)
SELECT row_id, node || ' leads nowhere'
FROM named ANTI JOIN known
    ON known.kind = named.kind
    AND known.name = CASE named.kind WHEN 'file' THEN named.name ELSE split_part(named.name, '#', 1) END
