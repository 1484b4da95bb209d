SELECT one.row_id, 'same place, day and number as ' || other.incident_id
FROM incident AS one JOIN incident AS other USING (place_id, event_date_start, killed_min)
WHERE one.incident_kind = 'incident' AND other.incident_kind = 'incident' AND one.incident_id <> other.incident_id
    AND NOT EXISTS (
        FROM incident_relation
        WHERE (from_incident = one.incident_id AND to_incident = other.incident_id)
            OR (from_incident = other.incident_id AND to_incident = one.incident_id)
    )
