SELECT row_id, 'no table ' || applies_to
FROM usage_warning
WHERE applies_to NOT IN (SELECT table_name FROM table_columns)
