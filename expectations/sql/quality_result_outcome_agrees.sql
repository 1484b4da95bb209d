SELECT row_id, outcome || ' with ' || n_violations || ' offending rows'
FROM quality_result
WHERE (outcome = 'failed') <> (n_violations > 0)
