SELECT row_id, 'no harm coded'
FROM claim
WHERE stance IS DISTINCT FROM 'denies' AND modality IS DISTINCT FROM 'forecast'
    AND killed_text IS NULL AND injured_text IS NULL
    AND NOT EXISTS (FROM claim_number WHERE claim_number.claim_id = claim.claim_id)
