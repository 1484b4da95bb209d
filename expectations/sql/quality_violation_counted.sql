SELECT rule_id, 'rows listed: ' || count(quality_violation.row_key) || ', counted: ' || n_violations
FROM quality_result LEFT JOIN quality_violation USING (rule_id)
GROUP BY rule_id, n_violations, outcome
HAVING count(quality_violation.row_key) > n_violations
    OR (outcome = 'failed' AND count(quality_violation.row_key) = 0)
