SELECT link_id, role || ', claim ' || stance || ', counts for ' || coalesce(array_to_string(stands_for, ', '), 'nothing')
FROM linked
WHERE (role = 'denial') <> (stance IN ('denies', 'doubts'))
    OR (role = 'count') <> coalesce(list_has_any(stands_for, ['killed', 'injured']), FALSE)
    OR (role = 'count' AND NOT EXISTS (FROM claim_number WHERE claim_number.claim_id = linked.claim_id))
