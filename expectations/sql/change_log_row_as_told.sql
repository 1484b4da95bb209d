WITH held AS (
    SELECT 'source_document' AS table_name, row_id AS row_key FROM source_document
    UNION ALL SELECT 'claim', row_id FROM claim
    UNION ALL SELECT 'claim_evidence', row_id FROM claim_evidence
    UNION ALL SELECT 'claim_relation', row_id FROM claim_relation
    UNION ALL SELECT 'incident', row_id FROM incident
    UNION ALL SELECT 'incident_claim', row_id FROM incident_claim
    UNION ALL SELECT 'incident_relation', row_id FROM incident_relation
    UNION ALL SELECT 'pair_judgement', row_id FROM pair_judgement
    UNION ALL SELECT 'decision', row_id FROM decision
)
SELECT change_log.row_id, change || CASE WHEN held.row_key IS NULL THEN ', and not there' ELSE ', and still there' END
FROM change_log LEFT JOIN held USING (table_name, row_key)
WHERE table_name IN (SELECT table_name FROM held) AND (change = 'removed') = (held.row_key IS NOT NULL)
