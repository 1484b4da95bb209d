SELECT claim_relation.row_id, from_claim || ' is one event'
FROM claim_relation JOIN claim ON claim_id = from_claim
WHERE relation = 'contains' AND aggregation = 'incident'
