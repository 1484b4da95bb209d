SELECT row_id, 'grade ' || civilian_harm_status || ' without a rule'
FROM incident
WHERE civilian_harm_status IS NOT NULL AND coalesce(grade_rule, '') = ''
