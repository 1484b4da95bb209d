WITH RECURSIVE chain(actor_id, above) AS (
    SELECT actor_id, actor_id FROM actor WHERE actor_id <> 'unidentified'
    UNION
    SELECT chain.actor_id, parent_id FROM chain JOIN actor ON actor.actor_id = above WHERE parent_id IS NOT NULL
), counting AS (
    SELECT incident_id, claim_id, actor_id, asserter_id, asserted_by, victim_class,
        coalesce(killed_value, killed_min, killed_max) AS killed,
        greatest(killed_value, killed_min, killed_max, injured_value, injured_min, injured_max, children_killed_min,
            women_killed_min, children_injured_min, women_injured_min) > 0 AS harms,
        greatest(children_killed_min, women_killed_min, children_injured_min, women_injured_min) > 0 AS names_civilians
    FROM linked
    WHERE stance IN ('asserts', 'revises') AND modality <> 'forecast'
), pairs AS (
    SELECT one.incident_id,
        one.actor_id IN (SELECT chain.actor_id FROM chain) AND other.actor_id IN (SELECT chain.actor_id FROM chain)
            AND NOT EXISTS (
                FROM chain AS mine JOIN chain AS yours USING (above)
                WHERE mine.actor_id = one.actor_id AND yours.actor_id = other.actor_id
            ) AS rivals,
        one.victim_class = 'civilian' AND other.victim_class = 'combatant' AND one.killed = other.killed AS class_differs
    FROM counting AS one JOIN counting AS other USING (incident_id)
    WHERE one.claim_id <> other.claim_id
), facts AS (
    SELECT row_id, civilian_harm_status AS grade,
        EXISTS (FROM linked WHERE linked.incident_id = incident.incident_id AND stance = 'denies') AS denied,
        EXISTS (FROM pairs WHERE pairs.incident_id = incident.incident_id AND rivals) AS rivals,
        EXISTS (FROM pairs WHERE pairs.incident_id = incident.incident_id AND class_differs) AS class_differs,
        EXISTS (
            FROM counting WHERE counting.incident_id = incident.incident_id AND harms
                AND (victim_class IN ('civilian', 'mixed') OR (victim_class = 'unknown' AND names_civilians))
        ) AS civilians_harmed,
        -- Somebody whose class nobody states may be a civilian or not: either grade can be right.
        EXISTS (
            FROM counting WHERE counting.incident_id = incident.incident_id AND harms AND victim_class <> 'combatant'
        ) AS perhaps_harmed,
        EXISTS (
            FROM counting JOIN organisation ON organisation_id = asserter_id
            WHERE counting.incident_id = incident.incident_id AND is_belligerent
        ) AS belligerent_speaks
    FROM incident
)
SELECT row_id, CASE
    WHEN denied THEN 'denied, yet '
    WHEN grade IS NULL THEN 'civilians harmed, yet '
    WHEN NOT perhaps_harmed THEN 'no civilian harmed, yet '
    WHEN grade = 'contested' THEN 'nothing contested, yet '
    WHEN grade = 'confirmed' THEN 'no belligerent speaks, yet '
    ELSE 'perpetrators of different sides, yet ' END || coalesce(grade, 'no grade')
FROM facts
WHERE (denied AND grade IS DISTINCT FROM 'contested')
    OR (NOT denied AND civilians_harmed AND grade IS NULL)
    OR (NOT denied AND NOT perhaps_harmed AND grade IS NOT NULL)
    OR (grade = 'contested' AND NOT denied AND NOT rivals AND NOT class_differs)
    OR (grade = 'confirmed' AND NOT belligerent_speaks)
    OR (rivals AND perhaps_harmed AND grade IN ('confirmed', 'fair', 'weak'))
