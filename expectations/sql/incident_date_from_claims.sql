SELECT incident.row_id, event_date_start || '..' || event_date_end || ' is within no claim''s dates'
FROM incident
WHERE event_date_start IS NOT NULL AND NOT EXISTS (
    FROM linked
    WHERE linked.incident_id = incident.incident_id
        AND coalesce(linked.event_date_start, linked.inferred_date_start) <= incident.event_date_end
        AND coalesce(linked.event_date_end, linked.inferred_date_end) >= incident.event_date_start
)
