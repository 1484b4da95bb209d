SELECT row_id, incident_kind || ', yet no claim of it is coded as a total'
FROM incident
WHERE incident_kind <> 'incident' AND NOT EXISTS (
    FROM linked WHERE linked.incident_id = incident.incident_id AND linked.aggregation <> 'incident'
)
