SELECT link_id, role || ', claim ' || stance
FROM linked
WHERE (role = 'denial') <> (stance IN ('denies', 'doubts'))
    OR (role = 'count' AND NOT EXISTS (FROM claim_number WHERE claim_number.claim_id = linked.claim_id))
