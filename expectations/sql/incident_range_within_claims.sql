WITH said AS (
    SELECT incident_id, unnest([killed_min, killed_max, killed_value]) AS killed,
        unnest([injured_min, injured_max, injured_value]) AS injured
    FROM linked
), extremes AS (
    SELECT incident_id, min(killed) AS least_killed, max(killed) AS most_killed, min(injured) AS least_injured,
        max(injured) AS most_injured
    FROM said GROUP BY incident_id
), ranges AS (
    SELECT row_id, name, low, high, least_killed AS least, most_killed AS most
    FROM incident_range LEFT JOIN extremes USING (incident_id)
    WHERE name IN ('killed', 'combatants_killed')
    UNION ALL
    SELECT row_id, name, low, high, least_injured, most_injured
    FROM incident_range LEFT JOIN extremes USING (incident_id)
    WHERE name IN ('injured', 'combatants_injured')
)
SELECT row_id, name || ' ' || coalesce(low::VARCHAR, '') || '..' || coalesce(high::VARCHAR, '') || ', claims say '
    || coalesce(least || '..' || most, 'nothing')
FROM ranges
WHERE (low IS NOT NULL AND (least IS NULL OR low < least OR low > most))
    OR (high IS NOT NULL AND (most IS NULL OR high > most OR high < least))
