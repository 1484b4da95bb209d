SELECT row_id, 'no table ' || table_name
FROM change_log
WHERE table_name NOT IN (SELECT table_name FROM table_columns)
