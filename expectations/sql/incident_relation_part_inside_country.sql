SELECT incident_relation.row_id, 'part in ' || here.country || ', total in ' || whole.country
FROM incident_relation
JOIN incident AS total ON total.incident_id = from_incident
JOIN incident AS part ON part.incident_id = to_incident
JOIN place AS whole ON whole.place_id = total.place_id
JOIN place AS here ON here.place_id = part.place_id
WHERE relation = 'contains' AND here.country <> whole.country
