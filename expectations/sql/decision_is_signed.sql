SELECT row_id, decision || CASE WHEN who IS NULL THEN ' signed by nobody' ELSE ' without the day it was made' END
FROM decision
WHERE who IS NULL OR decided_on IS NULL OR NOT regexp_full_match(decided_on, '\d{4}-\d{2}-\d{2}')
