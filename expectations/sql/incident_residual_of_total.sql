SELECT row_id, incident_kind || ', residual ' || residual_min
FROM incident
WHERE residual_min IS NOT NULL
    AND (incident_kind = 'incident' OR residual_min < 0
        OR residual_min > coalesce(killed_min, 0) + coalesce(combatants_killed_min, 0))
