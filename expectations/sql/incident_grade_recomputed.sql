WITH RECURSIVE chain(actor_id, above) AS (
    SELECT actor_id, actor_id FROM actor WHERE actor_id <> 'unidentified'
    UNION
    SELECT chain.actor_id, parent_id FROM chain JOIN actor ON actor.actor_id = above WHERE parent_id IS NOT NULL
), counting AS (
    SELECT incident_id, claim_id, origin_id, actor_id, asserter_id, victim_class, role, victims,
        coalesce(killed_value, killed_min, killed_max) AS killed,
        greatest(killed_value, killed_min, killed_max, injured_value, injured_min, injured_max, children_killed_min,
            women_killed_min, children_injured_min, women_injured_min) > 0 AS harms
    FROM linked
    WHERE stance IN ('asserts', 'revises') AND modality <> 'forecast'
), actors AS (
    SELECT DISTINCT incident_id, actor_id FROM counting SEMI JOIN chain USING (actor_id)
), rivals AS (
    SELECT DISTINCT incident_id
    FROM actors AS one JOIN actors AS other USING (incident_id)
    WHERE NOT EXISTS (
        FROM chain AS mine JOIN chain AS yours USING (above)
        WHERE mine.actor_id = one.actor_id AND yours.actor_id = other.actor_id
    )
), told AS (
    -- What one origin says of civilians or of combatants alone; one that tells both apart disputes nothing.
    SELECT incident_id, origin_id, min(victim_class) AS victim_class, list(killed) AS numbers
    FROM counting
    WHERE victim_class IN ('civilian', 'combatant') AND role <> 'part' AND killed IS NOT NULL
    GROUP BY incident_id, origin_id HAVING count(DISTINCT victim_class) = 1
), disputed AS (
    SELECT DISTINCT incident_id
    FROM told AS one JOIN told AS other USING (incident_id)
    WHERE one.victim_class = 'civilian' AND other.victim_class = 'combatant'
        AND list_has_any(one.numbers, other.numbers)
), facts AS (
    SELECT row_id, civilian_harm_status AS grade, grade_rule, CASE
        WHEN EXISTS (FROM linked WHERE linked.incident_id = incident.incident_id AND stance = 'denies')
            THEN 'harm_denied'
        WHEN NOT EXISTS (
            FROM counting
            WHERE counting.incident_id = incident.incident_id AND counting.victims = 'civilians' AND harms
        ) THEN NULL
        WHEN incident_id IN (FROM disputed) THEN 'victim_class_disputed'
        WHEN incident_id IN (FROM rivals) THEN 'competing_perpetrators'
        -- Whose strike it was a name decides; that a belligerent speaks at all is checked here.
        WHEN grade_rule = 'belligerent_accepts' AND EXISTS (
            FROM counting JOIN organisation ON organisation_id = asserter_id
            WHERE counting.incident_id = incident.incident_id AND is_belligerent
        ) THEN 'belligerent_accepts'
        WHEN n_origins_provable > 1 THEN 'two_provable_origins'
        ELSE 'one_provable_origin' END AS rule
    FROM incident
), expected AS (
    SELECT *, CASE WHEN rule IS NULL THEN NULL WHEN rule = 'belligerent_accepts' THEN 'confirmed'
        WHEN rule = 'two_provable_origins' THEN 'fair' WHEN rule = 'one_provable_origin' THEN 'weak'
        ELSE 'contested' END AS given
    FROM facts
)
SELECT row_id, coalesce(grade, 'no grade') || ' by ' || coalesce(grade_rule, 'no rule') || ', the claims give '
    || coalesce(rule, 'none')
FROM expected
WHERE grade IS DISTINCT FROM given OR grade_rule IS DISTINCT FROM rule
