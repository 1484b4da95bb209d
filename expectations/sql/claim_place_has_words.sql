SELECT row_id, 'place_id ' || place_id || ', as written ' || coalesce(place_as_written, 'NULL')
    || ', precision ' || coalesce(place_precision::VARCHAR, 'NULL')
FROM claim
WHERE place_id IS NOT NULL
    AND (coalesce(place_as_written, place_container_as_written) IS NULL OR place_precision IS NULL)
