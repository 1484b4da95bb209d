SELECT incident_relation.row_id, 'part at least ' || part.killed_min || ', total at most ' || total.killed_max
FROM incident_relation
JOIN incident AS total ON total.incident_id = from_incident
JOIN incident AS part ON part.incident_id = to_incident
WHERE relation = 'contains' AND NOT coalesce(total.killed_max_is_open, FALSE) AND part.killed_min > total.killed_max
