SELECT row_id, 'killed up to ' || greatest(killed_max, combatants_killed_max)
FROM incident
WHERE incident_kind = 'incident' AND greatest(killed_max, combatants_killed_max) > 10000
