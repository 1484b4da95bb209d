SELECT row_id, 'start ' || coalesce(event_date_start::VARCHAR, 'NULL') || ', end '
    || coalesce(event_date_end::VARCHAR, 'NULL') || ', precision ' || coalesce(date_precision::VARCHAR, 'NULL')
    || ', basis ' || coalesce(date_basis, 'NULL')
FROM claim
WHERE (event_date_start IS NULL) <> (event_date_end IS NULL)
    OR (event_date_start IS NULL) <> (date_precision IS NULL)
    OR (event_date_start IS NULL) <> (date_basis IS NULL)
