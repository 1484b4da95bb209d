SELECT row_id, harm || ': ' || CASE WHEN coalesce(words, '') = '' THEN 'number without words'
    ELSE 'words without qualifier or basis' END
FROM harm
WHERE (coalesce(value, low, high) IS NOT NULL AND coalesce(words, '') = '')
    OR (words IS NOT NULL AND (qualifier IS NULL OR basis IS NULL))
