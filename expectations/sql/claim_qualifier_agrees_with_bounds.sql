SELECT row_id, harm || ' ' || qualifier || ' ' || coalesce(value::VARCHAR, 'no value') || ' as '
    || coalesce(low::VARCHAR, 'open') || '..' || coalesce(high::VARCHAR, 'open')
FROM harm
WHERE NOT CASE qualifier
    WHEN 'exact' THEN value IS NOT NULL AND low IS NOT DISTINCT FROM value AND high IS NOT DISTINCT FROM value
    WHEN 'around' THEN value IS NOT NULL AND low IS NOT DISTINCT FROM value AND high IS NOT DISTINCT FROM value
    WHEN 'at_least' THEN value IS NOT NULL AND low IS NOT DISTINCT FROM value AND high IS NULL
    WHEN 'more_than' THEN value IS NOT NULL AND low IS NOT DISTINCT FROM value + 1 AND high IS NULL
    WHEN 'up_to' THEN value IS NOT NULL AND high IS NOT DISTINCT FROM value AND coalesce(low, 0) <= value
    WHEN 'fewer_than' THEN value IS NOT NULL AND high IS NOT DISTINCT FROM value - 1 AND coalesce(low, 0) < value
    WHEN 'range' THEN low IS NOT NULL AND coalesce(value, low) BETWEEN low AND coalesce(high, value, low)
    ELSE TRUE
END
