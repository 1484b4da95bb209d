WITH RECURSIVE reach(first, last) AS (
    SELECT from_incident, to_incident FROM incident_relation WHERE relation = 'contains'
    UNION
    SELECT first, to_incident
    FROM reach JOIN incident_relation ON from_incident = last
    WHERE relation = 'contains'
)
SELECT row_id, 'leads back to ' || from_incident
FROM incident_relation JOIN reach ON first = to_incident AND last = from_incident
WHERE relation = 'contains'
