WITH ends AS (
    SELECT 'incident:' || incident_id || '#' || name || '_min' AS node FROM incident_range WHERE low IS NOT NULL
    UNION ALL
    SELECT 'incident:' || incident_id || '#' || name || '_max' FROM incident_range WHERE high IS NOT NULL
)
SELECT node, 'no step to a claim that gives it' FROM ends ANTI JOIN lineage ON from_node = node
