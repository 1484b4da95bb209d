-- What several queries share. `slice` counts code points, end exclusive, like every offset of the dataset.
CREATE TEMP MACRO slice(body, first, past) AS substr(body, first + 1, past - first);

CREATE TEMP MACRO near_sum(a, b) AS abs(a - b) <= 0.000001;

CREATE TEMP VIEW harm AS
SELECT row_id, claim_id, document_id, stance, modality, killed_injured_total AS combined, 'killed' AS harm,
    killed_text AS words, killed_value AS value, killed_min AS low, killed_max AS high,
    killed_qualifier AS qualifier, killed_bounds_basis AS basis
FROM claim
UNION ALL
SELECT row_id, claim_id, document_id, stance, modality, killed_injured_total, 'injured',
    injured_text, injured_value, injured_min, injured_max, injured_qualifier, injured_bounds_basis
FROM claim;

CREATE TEMP VIEW subset AS
SELECT row_id, 'children_killed' AS name, children_killed_min AS low, children_killed_max AS high,
    killed_min AS total_low, killed_max AS total_high FROM claim
UNION ALL SELECT row_id, 'women_killed', women_killed_min, women_killed_max, killed_min, killed_max FROM claim
UNION ALL SELECT row_id, 'children_injured', children_injured_min, children_injured_max, injured_min, injured_max
FROM claim
UNION ALL SELECT row_id, 'women_injured', women_injured_min, women_injured_max, injured_min, injured_max FROM claim;

CREATE TEMP VIEW incident_range AS
SELECT row_id, incident_id, 'killed' AS name, killed_min AS low, killed_max AS high, killed_max_is_open AS is_open
FROM incident
UNION ALL SELECT row_id, incident_id, 'injured', injured_min, injured_max, injured_max_is_open FROM incident
UNION ALL SELECT row_id, incident_id, 'children_killed', children_killed_min, children_killed_max,
    children_killed_max_is_open FROM incident
UNION ALL SELECT row_id, incident_id, 'women_killed', women_killed_min, women_killed_max, women_killed_max_is_open
FROM incident
UNION ALL SELECT row_id, incident_id, 'children_injured', children_injured_min, children_injured_max,
    children_injured_max_is_open FROM incident
UNION ALL SELECT row_id, incident_id, 'women_injured', women_injured_min, women_injured_max,
    women_injured_max_is_open FROM incident
UNION ALL SELECT row_id, incident_id, 'combatants_killed', combatants_killed_min, combatants_killed_max,
    combatants_killed_max_is_open FROM incident
UNION ALL SELECT row_id, incident_id, 'combatants_injured', combatants_injured_min, combatants_injured_max,
    combatants_injured_max_is_open FROM incident;

-- Claims that belong to an incident.
CREATE TEMP VIEW linked AS
SELECT incident_claim.row_id AS link_id, incident_claim.incident_id, incident_claim.role, incident_claim.victims,
    string_split(incident_claim.counts_for, chr(59) || ' ') AS stands_for, incident_claim.origin_id,
    incident_claim.origin_is_named, incident_claim.decided_by, incident_claim.inferred_date_start,
    incident_claim.inferred_date_end, incident_claim.inferred_date_from, incident_claim.inferred_date_basis, claim.*
FROM incident_claim JOIN claim USING (claim_id)
WHERE incident_claim.judgement = 'positive';

-- The figures that stand for an origin: what an incident's ranges are the lowest and highest of. A word's floor, and
-- what a total of killed and injured leaves open, are weak.
CREATE TEMP VIEW standing AS
SELECT incident_id, CASE victims WHEN 'combatants' THEN 'combatants_' ELSE '' END || name AS name, low, high, weak
FROM (
    SELECT incident_id, victims, stands_for, 'killed' AS name, killed_min AS low, killed_max AS high,
        killed_bounds_basis IS NOT DISTINCT FROM 'lexicon' OR killed_injured_total IS NOT NULL AS weak FROM linked
    UNION ALL SELECT incident_id, victims, stands_for, 'injured', injured_min, injured_max,
        injured_bounds_basis IS NOT DISTINCT FROM 'lexicon' OR killed_injured_total IS NOT NULL FROM linked
    UNION ALL SELECT incident_id, victims, stands_for, 'children_killed', children_killed_min, children_killed_max, FALSE
    FROM linked
    UNION ALL SELECT incident_id, victims, stands_for, 'women_killed', women_killed_min, women_killed_max, FALSE
    FROM linked
    UNION ALL SELECT incident_id, victims, stands_for, 'children_injured', children_injured_min, children_injured_max,
        FALSE FROM linked
    UNION ALL SELECT incident_id, victims, stands_for, 'women_injured', women_injured_min, women_injured_max, FALSE
    FROM linked
)
WHERE list_contains(stands_for, name);

-- Every number of a claim, for rules about claims that must carry none.
CREATE TEMP VIEW claim_number AS
SELECT row_id, claim_id, column_name, number
FROM claim UNPIVOT (number FOR column_name IN (
    killed_value, killed_min, killed_max, injured_value, injured_min, injured_max, killed_injured_total,
    children_killed_min, children_killed_max, women_killed_min, women_killed_max,
    children_injured_min, children_injured_max, women_injured_min, women_injured_max));
