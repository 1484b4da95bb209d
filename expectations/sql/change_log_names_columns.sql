SELECT row_id, change || ' with columns ' || coalesce(columns, 'NULL')
FROM change_log
WHERE (change = 'changed') <> (columns IS NOT NULL)
