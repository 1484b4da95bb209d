SELECT claim_relation.row_id, 'the bounds overlap'
FROM claim_relation
JOIN claim AS one ON one.claim_id = from_claim
JOIN claim AS other ON other.claim_id = to_claim
WHERE relation = 'contradicts'
    AND NOT coalesce(one.killed_min > other.killed_max, FALSE) AND NOT coalesce(other.killed_min > one.killed_max, FALSE)
    AND NOT coalesce(one.injured_min > other.injured_max, FALSE)
    AND NOT coalesce(other.injured_min > one.injured_max, FALSE)
