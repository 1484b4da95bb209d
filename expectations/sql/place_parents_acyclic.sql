WITH RECURSIVE above(first, last) AS (
    SELECT place_id, parent_id FROM place WHERE parent_id IS NOT NULL
    UNION
    SELECT first, parent_id FROM above JOIN place ON place_id = last WHERE parent_id IS NOT NULL
)
SELECT row_id, 'lies inside itself'
FROM place JOIN above ON first = place_id AND last = place_id
