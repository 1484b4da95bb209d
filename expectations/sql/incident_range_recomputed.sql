WITH top AS (
    SELECT *, CASE WHEN bool_and(weak) OVER each THEN NULL ELSE coalesce(high, low, 0) END AS reach,
        max(coalesce(high, low, 0)) OVER each AS most
    FROM standing WINDOW each AS (PARTITION BY incident_id, name)
), made AS (
    SELECT incident_id, name, min(low) AS low, max(reach) AS high,
        bool_or(CASE WHEN reach IS NULL THEN TRUE ELSE reach = most AND high IS NULL END) AS is_open
    FROM top GROUP BY incident_id, name
)
SELECT incident_range.row_id, name || ' ' || coalesce(incident_range.low::VARCHAR, '') || '..'
    || coalesce(incident_range.high::VARCHAR, '') || ', standing figures give ' || coalesce(made.low::VARCHAR, '') || '..'
    || coalesce(made.high::VARCHAR, '')
FROM incident_range LEFT JOIN made USING (incident_id, name)
WHERE incident_range.low IS DISTINCT FROM made.low OR incident_range.high IS DISTINCT FROM made.high
    OR incident_range.is_open IS DISTINCT FROM made.is_open
