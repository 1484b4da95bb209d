SELECT row_id, 'unresolved, yet at ' || coalesce(latitude::VARCHAR, '') || ', ' || coalesce(longitude::VARCHAR, '')
FROM place
WHERE kind = 'unresolved' AND coalesce(latitude, longitude) IS NOT NULL
