SELECT incident_relation.row_id, from_incident || ' is one event'
FROM incident_relation JOIN incident ON incident_id = from_incident
WHERE relation = 'contains' AND incident_kind = 'incident'
