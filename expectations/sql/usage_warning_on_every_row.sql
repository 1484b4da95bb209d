SELECT applies_to, 'every warning has a condition'
FROM usage_warning
GROUP BY applies_to
HAVING count(*) FILTER (condition IS NULL) = 0
