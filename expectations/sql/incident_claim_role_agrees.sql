SELECT link_id, role || ', claim ' || stance
FROM linked
WHERE (role = 'denial') <> (stance = 'denies')
    OR (role = 'count' AND NOT EXISTS (FROM claim_number WHERE claim_number.claim_id = linked.claim_id))
