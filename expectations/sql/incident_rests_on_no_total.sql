SELECT incident.row_id, incident_kind || ' resting on ' || linked.claim_id || ', which is ' || aggregation
FROM incident JOIN linked USING (incident_id)
WHERE role IN ('count', 'restatement', 'same_origin') AND (incident_kind = 'incident') <> (aggregation = 'incident')
