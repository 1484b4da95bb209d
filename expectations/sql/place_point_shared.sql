SELECT row_id, count(*) OVER (PARTITION BY latitude, longitude) || ' places at ' || latitude || ', ' || longitude
FROM place
WHERE latitude IS NOT NULL AND longitude IS NOT NULL AND coalesce(coordinate_precision, '') <> 'admin'
QUALIFY count(*) OVER (PARTITION BY latitude, longitude) > 2
