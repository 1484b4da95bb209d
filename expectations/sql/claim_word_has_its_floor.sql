SELECT row_id, harm || ' ' || qualifier || ' ' || coalesce(value::VARCHAR, 'no value') || ' as '
    || coalesce(low::VARCHAR, 'open') || '..' || coalesce(high::VARCHAR, 'open')
FROM harm
WHERE NOT CASE qualifier
    WHEN 'dozens' THEN value IS NULL AND low IS NOT DISTINCT FROM 12 AND high IS NULL
    WHEN 'scores' THEN value IS NULL AND low IS NOT DISTINCT FROM 20 AND high IS NULL
    WHEN 'hundreds' THEN value IS NULL AND low IS NOT DISTINCT FROM 100 AND high IS NULL
    WHEN 'thousands' THEN value IS NULL AND coalesce(low, 0) IN (1000, 20000, 100000) AND high IS NULL
    -- 'A child and several men' adds a number to the floor of a word.
    WHEN 'unknown' THEN value IS NULL AND (high IS NULL OR combined IS NOT NULL)
        AND (coalesce(low, 1) IN (1, 2) OR (low > 2 AND regexp_matches(words, '(?i)\band\b|,|&')))
    ELSE TRUE
END
