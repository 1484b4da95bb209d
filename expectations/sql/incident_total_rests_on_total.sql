SELECT row_id, incident_kind || ', yet no claim of it is coded as a total'
FROM incident
WHERE incident_kind <> 'incident' AND NOT EXISTS (
    FROM linked WHERE linked.incident_id = incident.incident_id AND linked.aggregation <> 'incident'
) AND NOT EXISTS (
    -- Figures of one speaker that add up make a total of what is told as one event.
    FROM incident_relation
    WHERE from_incident = incident.incident_id AND relation = 'contains' AND basis = 'parts_add_up'
)
