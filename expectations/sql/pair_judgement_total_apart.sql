SELECT pair_judgement.row_id, one.aggregation || ' and ' || other.aggregation || ' judged one event'
FROM pair_judgement
JOIN claim AS one ON one.claim_id = claim_a
JOIN claim AS other ON other.claim_id = claim_b
WHERE judgement = 'positive' AND (one.aggregation = 'incident') <> (other.aggregation = 'incident')
    AND coalesce(one.killed_value, one.killed_min) IS DISTINCT FROM coalesce(other.killed_value, other.killed_min)
