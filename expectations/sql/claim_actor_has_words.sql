SELECT row_id, 'actor_id ' || coalesce(actor_id, 'NULL') || ', certainty ' || coalesce(actor_certainty, 'NULL')
FROM claim
WHERE actor_as_written IS NULL AND (actor_id IS NOT NULL OR actor_certainty IS NOT NULL)
