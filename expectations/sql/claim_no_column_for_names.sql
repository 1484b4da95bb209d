SELECT '(table)', 'column ' || table_name || '.' || column_name
FROM table_columns
WHERE regexp_matches(column_name, '(victim|person|first|last|given|family|full|personal)s?_?name|date_of_birth|^age$')
