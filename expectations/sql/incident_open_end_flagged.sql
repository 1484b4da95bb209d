SELECT row_id, name || ' ' || coalesce(low::VARCHAR, '') || '..' || coalesce(high::VARCHAR, '')
    || ' does not say whether it is open'
FROM incident_range
WHERE coalesce(low, high) IS NOT NULL AND is_open IS NULL
