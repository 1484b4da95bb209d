SELECT claim_relation.row_id, from_claim || ' is one event'
FROM claim_relation JOIN claim ON claim_id = from_claim
WHERE relation = 'contains' AND aggregation = 'incident' AND NOT EXISTS (
    -- A toll and a part of it in one event, or what its speaker's figures add up to.
    FROM linked AS whole JOIN incident USING (incident_id), linked AS part
    WHERE whole.claim_id = from_claim AND part.claim_id = to_claim
        AND (whole.incident_id = part.incident_id OR incident_kind <> 'incident')
)
