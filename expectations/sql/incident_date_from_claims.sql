SELECT incident.row_id, incident.event_date_start || '..' || incident.event_date_end || ' is within no claim''s dates'
FROM incident
WHERE incident.event_date_start IS NOT NULL AND NOT EXISTS (
    FROM linked
    WHERE linked.incident_id = incident.incident_id AND linked.event_date_start <= incident.event_date_end
        AND incident.event_date_start <= linked.event_date_end
)
