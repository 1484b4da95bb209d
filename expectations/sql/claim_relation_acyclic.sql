WITH RECURSIVE reach(relation, first, last) AS (
    SELECT relation, from_claim, to_claim FROM claim_relation WHERE relation IN ('supersedes', 'contains')
    UNION
    SELECT relation, first, to_claim
    FROM reach JOIN claim_relation USING (relation)
    WHERE from_claim = last
)
SELECT claim_relation.row_id, relation || ' leads back to ' || from_claim
FROM claim_relation JOIN reach USING (relation)
WHERE first = to_claim AND last = from_claim
