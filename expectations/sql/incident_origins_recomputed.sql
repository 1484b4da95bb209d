WITH heard AS (
    SELECT incident_id, count(DISTINCT origin_id) AS possible,
        count(DISTINCT origin_id) FILTER (origin_is_named) AS named
    FROM linked WHERE role IN ('count', 'part') GROUP BY incident_id
)
SELECT incident.row_id, 'says ' || n_origins_provable || ' provable and ' || n_origins_possible
    || ' possible origins, links give ' || coalesce(named, 0) || ' named of ' || coalesce(possible, 0)
FROM incident LEFT JOIN heard USING (incident_id)
WHERE n_origins_possible <> coalesce(possible, 0)
    -- Some one voice stands behind any figure, named or not.
    OR n_origins_provable <> greatest(coalesce(named, 0), least(1, coalesce(possible, 0)))
