SELECT row_id, 'belongs to ' || count(*) OVER (PARTITION BY claim_id) || ' incidents'
FROM incident_claim
WHERE judgement = 'positive'
QUALIFY count(*) OVER (PARTITION BY claim_id) > 1
