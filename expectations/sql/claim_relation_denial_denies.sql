SELECT claim_relation.row_id, from_claim || ' ' || stance
FROM claim_relation JOIN claim ON claim_id = from_claim
WHERE relation = 'denies' AND stance <> 'denies'
