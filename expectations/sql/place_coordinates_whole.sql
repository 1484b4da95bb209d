SELECT row_id, 'latitude ' || coalesce(latitude::VARCHAR, 'NULL') || ', longitude '
    || coalesce(longitude::VARCHAR, 'NULL') || ', precision ' || coalesce(coordinate_precision, 'NULL')
FROM place
WHERE (latitude IS NULL) <> (longitude IS NULL) OR (latitude IS NULL) <> (coordinate_precision IS NULL)
