SELECT row_id, quote_end - quote_start || ' characters'
FROM claim
WHERE quote_end - quote_start > 1500
