-- FROM harm_in('Deir ez-Zor', DATE '2016-01-01', DATE '2016-01-31'): what the incidents of an area and period come to,
-- nobody counted twice, and beside it what that leaves out. One row for each place of the name or id `area` that lies in
-- no other such place; no row where no place has it. NULL: no source gives such a number.
--   n_incidents       events in the area, with every day they can have been in the period; their sums follow
--   killed, injured   victims that are civilian, mixed or of unknown class; lowest and highest, and whether the highest
--                     holds a floor ("at least"); combatants_killed the same
--   killed_twice_if   of killed_min, what is counted twice if every possible_duplicate_of is one event after all
--   n_totals          totals over several events of the area and period: they add nothing to the sums
--   n_undated         events in the area without a day, and the least killed in them
--   n_partly          events in the area of which only some days lie in the period, and the least killed in them
--   n_wider           events of the period, or undated, known only to lie in a larger place that holds the area
--   naive_killed      what adding up every figure told of the area gives, dated outside the period left out, and
--                     naive_claims the number of figures: the mistake this macro is there to avoid
CREATE MACRO harm_in(area, first_day, last_day) AS TABLE
WITH RECURSIVE asked AS (
    -- No UNION: DuckDB 1.4 leaves the rows of one twice in a WITH RECURSIVE, and with them every sum.
    SELECT place_id FROM place WHERE place_id = area OR lower(name) = lower(area)
        OR place_id IN (SELECT place_id FROM place_name WHERE lower(name) = lower(area))
), inside(top, place_id) AS (
    SELECT place_id, place_id FROM asked
    UNION SELECT inside.top, place.place_id FROM inside JOIN place ON place.parent_id = inside.place_id
), tops AS (
    SELECT asked.place_id AS top FROM asked
    WHERE NOT EXISTS (SELECT 1 FROM inside WHERE inside.place_id = asked.place_id AND inside.top <> asked.place_id)
), above(top, place_id) AS (
    SELECT top, parent_id FROM tops JOIN place ON place_id = top WHERE parent_id IS NOT NULL
    UNION SELECT above.top, place.parent_id FROM above JOIN place USING (place_id) WHERE place.parent_id IS NOT NULL
), timed AS (
    SELECT *, CASE WHEN event_date_start IS NULL THEN 'undated'
        WHEN event_date_start >= first_day::DATE AND coalesce(event_date_end, event_date_start) <= last_day::DATE
            THEN 'inside'
        WHEN event_date_start <= last_day::DATE AND coalesce(event_date_end, event_date_start) >= first_day::DATE
            THEN 'partly' END AS days
    FROM incident
), here AS (
    SELECT inside.top, timed.* FROM timed JOIN inside USING (place_id) WHERE days IS NOT NULL
), counted AS (
    SELECT * FROM here WHERE incident_kind = 'incident' AND days = 'inside'
), sums AS (
    SELECT top, count(*) AS n_incidents,
        sum(killed_min)::BIGINT AS killed_min, sum(coalesce(killed_max, killed_min))::BIGINT AS killed_max,
        bool_or(killed_max_is_open) AS killed_max_is_open,
        sum(injured_min)::BIGINT AS injured_min, sum(coalesce(injured_max, injured_min))::BIGINT AS injured_max,
        bool_or(injured_max_is_open) AS injured_max_is_open,
        sum(combatants_killed_min)::BIGINT AS combatants_killed_min,
        sum(coalesce(combatants_killed_max, combatants_killed_min))::BIGINT AS combatants_killed_max,
        bool_or(combatants_killed_max_is_open) AS combatants_killed_max_is_open
    FROM counted GROUP BY top
), twice AS (
    SELECT one.top, sum(least(one.killed_min, other.killed_min))::BIGINT AS killed_twice_if
    FROM incident_relation
    JOIN counted AS one ON one.incident_id = from_incident
    JOIN counted AS other ON other.incident_id = to_incident AND other.top = one.top
    WHERE relation = 'possible_duplicate_of' GROUP BY one.top
), left_out AS (
    SELECT top, count(*) FILTER (incident_kind <> 'incident' AND days <> 'undated') AS n_totals,
        count(*) FILTER (incident_kind = 'incident' AND days = 'undated') AS n_undated,
        sum(killed_min) FILTER (incident_kind = 'incident' AND days = 'undated')::BIGINT AS undated_killed_min,
        count(*) FILTER (incident_kind = 'incident' AND days = 'partly') AS n_partly,
        sum(killed_min) FILTER (incident_kind = 'incident' AND days = 'partly')::BIGINT AS partly_killed_min
    FROM here GROUP BY top
), wider AS (
    SELECT above.top, count(*) AS n_wider
    FROM timed JOIN above USING (place_id) WHERE incident_kind = 'incident' AND days IS NOT NULL GROUP BY above.top
), linked AS (
    SELECT claim_id, inferred_date_start, inferred_date_end FROM incident_claim WHERE judgement = 'positive'
), naive AS (
    SELECT inside.top, count(*) AS naive_claims,
        sum(coalesce(killed_value, killed_min, killed_max))::BIGINT AS naive_killed
    FROM claim JOIN inside USING (place_id) LEFT JOIN linked USING (claim_id)
    WHERE coalesce(killed_value, killed_min, killed_max) IS NOT NULL
        AND coalesce(event_date_start, inferred_date_start, first_day::DATE) <= last_day::DATE
        AND coalesce(event_date_end, event_date_start, inferred_date_end, last_day::DATE) >= first_day::DATE
    GROUP BY inside.top
)
SELECT tops.top AS place_id, place.name AS place_name, place.country, coalesce(n_incidents, 0) AS n_incidents, killed_min,
    killed_max, killed_max_is_open, coalesce(killed_twice_if, 0) AS killed_twice_if, injured_min, injured_max,
    injured_max_is_open, combatants_killed_min, combatants_killed_max, combatants_killed_max_is_open,
    coalesce(n_totals, 0) AS n_totals, coalesce(n_undated, 0) AS n_undated, undated_killed_min,
    coalesce(n_partly, 0) AS n_partly, partly_killed_min, coalesce(n_wider, 0) AS n_wider,
    coalesce(naive_claims, 0) AS naive_claims, naive_killed
FROM tops JOIN place ON place.place_id = tops.top
LEFT JOIN sums USING (top) LEFT JOIN twice USING (top) LEFT JOIN left_out USING (top) LEFT JOIN wider USING (top)
LEFT JOIN naive USING (top)
ORDER BY tops.top;
