SELECT incident.row_id, 'lowest ' || coalesce(incident.killed_min, combatants_killed_min) || ', '
    || min_claim_id || ' says ' || coalesce(claim.killed_min::VARCHAR, 'no number')
FROM incident JOIN claim ON claim_id = min_claim_id
WHERE claim.killed_min IS DISTINCT FROM coalesce(incident.killed_min, combatants_killed_min)
UNION ALL
SELECT incident.row_id, 'highest ' || coalesce(incident.killed_max, combatants_killed_max) || ', '
    || max_claim_id || ' says ' || coalesce(claim.killed_max::VARCHAR, claim.killed_min::VARCHAR, 'no number')
FROM incident JOIN claim ON claim_id = max_claim_id
WHERE coalesce(claim.killed_max, claim.killed_min)
    IS DISTINCT FROM coalesce(incident.killed_max, combatants_killed_max)
