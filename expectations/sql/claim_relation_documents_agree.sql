SELECT claim_relation.row_id, relation || ' between ' || one.document_id || ' and ' || other.document_id
FROM claim_relation
JOIN claim AS one ON one.claim_id = from_claim
JOIN claim AS other ON other.claim_id = to_claim
WHERE (relation = 'restates' AND one.document_id <> other.document_id)
    OR (relation = 'same_origin_as' AND one.document_id = other.document_id)
