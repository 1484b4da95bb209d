SELECT place.row_id, 'no spelling'
FROM place ANTI JOIN place_name USING (place_id)
