SELECT part.row_id, part.name || ' at least ' || part.low || ' of at most ' || total.high
FROM incident_range AS part JOIN incident_range AS total USING (incident_id)
WHERE part.low > total.high AND NOT coalesce(total.is_open, FALSE)
    AND ((total.name = 'killed' AND part.name IN ('children_killed', 'women_killed'))
        OR (total.name = 'injured' AND part.name IN ('children_injured', 'women_injured')))
