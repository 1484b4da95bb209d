SELECT row_id, relation || ' itself'
FROM incident_relation
WHERE from_incident = to_incident
