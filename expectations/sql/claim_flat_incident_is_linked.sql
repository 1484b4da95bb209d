WITH home AS (
    SELECT claim_id, min(incident_id) AS incident_id FROM incident_claim WHERE judgement = 'positive' GROUP BY claim_id
)
SELECT claim_flat.row_id, 'in ' || coalesce(claim_flat.incident_id, 'no incident') || ', linked to '
    || coalesce(home.incident_id, 'none')
FROM claim_flat
LEFT JOIN home ON home.claim_id = claim_flat.claim_id
LEFT JOIN incident ON incident.incident_id = home.incident_id
WHERE claim_flat.incident_id IS DISTINCT FROM home.incident_id
    OR claim_flat.incident_kind IS DISTINCT FROM incident.incident_kind
