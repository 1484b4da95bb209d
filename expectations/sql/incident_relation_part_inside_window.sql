SELECT incident_relation.row_id, part.event_date_start || '..' || part.event_date_end || ' outside '
    || total.event_date_start || '..' || total.event_date_end
FROM incident_relation
JOIN incident AS total ON total.incident_id = from_incident
JOIN incident AS part ON part.incident_id = to_incident
WHERE relation = 'contains'
    AND (part.event_date_start < total.event_date_start - 1 OR part.event_date_end > total.event_date_end + 1)
