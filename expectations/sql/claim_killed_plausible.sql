SELECT row_id, 'killed ' || coalesce(killed_min, killed_max)
FROM claim
WHERE aggregation = 'incident' AND greatest(killed_min, killed_max) > 10000
