SELECT row_id, name || ' ' || coalesce(greatest(low, high), low, high) || ' of at most ' || total_high
FROM subset
WHERE low > total_high OR high > total_high
UNION ALL
SELECT row_id, 'children and women killed, together at least ' || (children_killed_min + women_killed_min)
    || ', of at most ' || killed_max
FROM claim
WHERE children_killed_min + women_killed_min > killed_max
UNION ALL
SELECT row_id, 'children and women injured, together at least ' || (children_injured_min + women_injured_min)
    || ', of at most ' || injured_max
FROM claim
WHERE children_injured_min + women_injured_min > injured_max
