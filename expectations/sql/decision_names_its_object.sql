SELECT row_id, decision || ' without what it is about'
FROM decision
WHERE CASE decision
    WHEN 'withdraw' THEN collection IS NULL OR file_name IS NULL
    WHEN 'correct' THEN claim_id IS NULL OR field IS NULL
    WHEN 'accept' THEN claim_id IS NULL
    WHEN 'reject' THEN claim_id IS NULL
    ELSE claim_id IS NULL OR other_claim_id IS NULL
END
