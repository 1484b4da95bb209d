WITH RECURSIVE above(first, last) AS (
    SELECT actor_id, parent_id FROM actor WHERE parent_id IS NOT NULL
    UNION
    SELECT first, parent_id FROM above JOIN actor ON actor_id = last WHERE parent_id IS NOT NULL
)
SELECT row_id, 'belongs to itself'
FROM actor JOIN above ON first = actor_id AND last = actor_id
