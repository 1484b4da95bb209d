SELECT row_id, harm || ' ' || coalesce(low::VARCHAR, 'open') || '..' || coalesce(high::VARCHAR, 'open')
    || ' of ' || combined || ' killed and injured'
FROM harm
WHERE combined IS NOT NULL
    AND (combined < 2 OR low IS DISTINCT FROM 1 OR value IS NOT NULL OR coalesce(high, combined - 1) < combined - 1
        OR (high > combined - 1 AND qualifier IS DISTINCT FROM 'range'))
