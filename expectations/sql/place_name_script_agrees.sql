SELECT row_id, 'not in script ' || script
FROM place_name
WHERE NOT CASE script
    WHEN 'Latn' THEN regexp_matches(name, '\p{Latin}')
    WHEN 'Arab' THEN regexp_matches(name, '\p{Arabic}')
    WHEN 'Cyrl' THEN regexp_matches(name, '\p{Cyrillic}')
    WHEN 'Hebr' THEN regexp_matches(name, '\p{Hebrew}')
    ELSE regexp_matches(script, '^[A-Z][a-z]{3}$')
END
