WITH given AS (
    SELECT *, string_split(coalesce(usage_warnings, ''), chr(59) || ' ') AS ids FROM incident_flat
), due AS (
    SELECT row_id, ids, unnest([
        'reported_not_verified',
        CASE WHEN killed_min <> killed_max OR injured_min <> injured_max THEN 'range_not_count' END,
        CASE WHEN killed_max_is_open OR injured_max_is_open THEN 'open_upper_end' END,
        CASE WHEN incident_kind <> 'incident' THEN 'total_not_event' END,
        CASE WHEN n_origins_provable < 2 THEN 'one_origin' END,
        CASE WHEN civilian_harm_status = 'contested' THEN 'contested' END,
        CASE WHEN alleged_actors IS NOT NULL THEN 'actor_alleged' END]) AS id
    FROM given
)
SELECT row_id, id || ' is missing' FROM due WHERE id IS NOT NULL AND NOT list_contains(ids, id)
UNION ALL
SELECT row_id, id || ' is no warning for this table'
FROM (SELECT row_id, unnest(ids) AS id FROM given)
WHERE id NOT IN (SELECT warning_id FROM usage_warning WHERE applies_to = 'incident_flat')
