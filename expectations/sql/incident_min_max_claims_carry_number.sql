WITH main AS (
    SELECT row_id, min_claim_id, max_claim_id,
        CASE WHEN killed_max_is_open IS NULL THEN combatants_killed_min ELSE killed_min END AS low,
        CASE WHEN killed_max_is_open IS NULL THEN combatants_killed_max ELSE killed_max END AS high
    FROM incident
)
SELECT main.row_id, 'lowest ' || coalesce(low::VARCHAR, 'NULL') || ', ' || min_claim_id || ' says '
    || coalesce(killed_min::VARCHAR, 'no number')
FROM main JOIN claim ON claim_id = min_claim_id
WHERE killed_min IS DISTINCT FROM low
UNION ALL
SELECT main.row_id, 'highest ' || coalesce(high::VARCHAR, 'NULL') || ', ' || max_claim_id || ' says '
    || coalesce(killed_max::VARCHAR, killed_min::VARCHAR, 'no number')
FROM main JOIN claim ON claim_id = max_claim_id
-- Where every origin gives only a word, its floor is the lowest number and there is no highest.
WHERE CASE WHEN high IS NULL THEN killed_max IS NOT NULL ELSE coalesce(killed_max, killed_min) <> high END
