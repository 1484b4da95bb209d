SELECT row_id, 'first id is not the smaller'
FROM pair_judgement
WHERE claim_a >= claim_b
