-- Within a release: what was split in one may be merged again in a later one.
WITH RECURSIVE reach(first, last, release) AS (
    SELECT old_id, new_id, release FROM id_history
    UNION
    SELECT first, new_id, reach.release
    FROM reach JOIN id_history ON old_id = last AND id_history.release IS NOT DISTINCT FROM reach.release
)
SELECT row_id, 'leads back to ' || old_id
FROM id_history JOIN reach
    ON first = new_id AND last = old_id AND id_history.release IS NOT DISTINCT FROM reach.release
UNION ALL
SELECT row_id, 'leads to itself'
FROM id_history
WHERE old_id = new_id
