SELECT second.row_id, 'a curator judged it apart from ' || claim_a
FROM pair_judgement
JOIN incident_claim AS first ON first.claim_id = claim_a
JOIN incident_claim AS second ON second.claim_id = claim_b AND second.incident_id = first.incident_id
WHERE pair_judgement.judgement = 'negative' AND pair_judgement.decided_by = 'curator'
    AND first.judgement = 'positive' AND second.judgement = 'positive'
