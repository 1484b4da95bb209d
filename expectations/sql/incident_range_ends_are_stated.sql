WITH said AS (
    SELECT incident_id, unnest([killed_min, killed_max, killed_value]) AS number FROM linked
), ends AS (
    SELECT row_id, incident_id, unnest([low, high]) AS number
    FROM incident_range
    WHERE name IN ('killed', 'combatants_killed')
)
SELECT row_id, number || ' killed is stated by no claim'
FROM ends ANTI JOIN said ON said.incident_id = ends.incident_id AND said.number = ends.number
WHERE number IS NOT NULL
