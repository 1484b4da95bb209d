SELECT second.row_id, CASE pair_judgement.judgement
    WHEN 'negative' THEN 'a curator judged it apart from '
    ELSE 'a curator judged it one event with ' END || claim_a
FROM pair_judgement
JOIN incident_claim AS first ON first.claim_id = claim_a AND first.judgement = 'positive'
JOIN incident_claim AS second ON second.claim_id = claim_b AND second.judgement = 'positive'
WHERE pair_judgement.decided_by = 'curator' AND (
    (pair_judgement.judgement = 'negative' AND first.incident_id = second.incident_id)
    OR (pair_judgement.judgement = 'positive' AND first.incident_id <> second.incident_id)
)
