SELECT incident.row_id, 'says ' || n_origins_possible || ' possible origins, links give '
    || count(DISTINCT origin_id) FILTER (role = 'count')
FROM incident LEFT JOIN linked USING (incident_id)
GROUP BY incident.row_id, n_origins_possible
HAVING n_origins_possible <> count(DISTINCT origin_id) FILTER (role = 'count')
