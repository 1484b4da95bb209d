SELECT incident.row_id, 'open: ' || killed_max_is_open || ', highest claim ' || claim.killed_min || '..'
    || coalesce(claim.killed_max::VARCHAR, 'open')
FROM incident JOIN claim ON claim_id = max_claim_id
WHERE incident.killed_max IS NOT NULL AND claim.killed_min IS NOT NULL
    AND killed_max_is_open IS DISTINCT FROM (claim.killed_max IS NULL)
