SELECT row_id, 'at 0, 0'
FROM place
WHERE latitude = 0 AND longitude = 0
