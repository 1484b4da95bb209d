SELECT row_id, 'claim has no column ' || field
FROM claim_evidence
WHERE field NOT IN (SELECT column_name FROM table_columns WHERE table_name = 'claim')
