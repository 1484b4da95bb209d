SELECT row_id, relation || ' itself'
FROM claim_relation
WHERE from_claim = to_claim
