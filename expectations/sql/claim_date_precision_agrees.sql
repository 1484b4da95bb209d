SELECT row_id, 'precision ' || date_precision || ' over ' || (event_date_end - event_date_start + 1) || ' days'
FROM claim
WHERE (date_precision = 1 AND event_date_start <> event_date_end)
    OR (date_precision = 2 AND event_date_end - event_date_start + 1 > 7)
    OR (date_precision = 3 AND event_date_end - event_date_start + 1 > 10)
    OR (date_precision = 4 AND event_date_end - event_date_start + 1 > 31)
