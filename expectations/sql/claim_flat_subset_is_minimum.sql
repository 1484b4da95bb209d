SELECT row_id, 'the subset and its lowest number differ'
FROM claim_flat
WHERE children_killed IS DISTINCT FROM children_killed_min OR women_killed IS DISTINCT FROM women_killed_min
