SELECT incident.row_id, 'no claim is placed at ' || incident.place_id
FROM incident
WHERE incident.place_id IS NOT NULL AND NOT EXISTS (
    FROM linked
    WHERE linked.incident_id = incident.incident_id AND linked.place_id = incident.place_id
)
