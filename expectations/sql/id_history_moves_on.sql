WITH RECURSIVE reach(first, last) AS (
    SELECT old_id, new_id FROM id_history
    UNION
    SELECT first, new_id FROM reach JOIN id_history ON old_id = last
)
SELECT row_id, 'leads back to ' || old_id
FROM id_history JOIN reach ON first = new_id AND last = old_id
UNION ALL
SELECT row_id, 'leads to itself'
FROM id_history
WHERE old_id = new_id
