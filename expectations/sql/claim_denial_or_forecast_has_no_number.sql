SELECT claim.row_id, column_name || ' ' || number
FROM claim JOIN claim_number USING (claim_id)
WHERE stance = 'denies' OR modality = 'forecast'
