SELECT row_id, from_claim || ' is less than its parts, of which ' || to_claim || ' is one'
FROM claim_relation
WHERE relation = 'contains' AND basis = 'parts_exceed_total'
