SELECT incident.row_id, extreme || ' ' || named || ' is not a claim of the incident'
FROM (
    SELECT row_id, incident_id, 'min_claim_id' AS extreme, min_claim_id AS named FROM incident
    UNION ALL SELECT row_id, incident_id, 'max_claim_id', max_claim_id FROM incident
) AS incident
LEFT JOIN incident_claim ON incident_claim.incident_id = incident.incident_id AND claim_id = named
    AND judgement = 'positive'
WHERE named IS NOT NULL AND claim_id IS NULL
