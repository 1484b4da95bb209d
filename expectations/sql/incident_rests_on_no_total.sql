SELECT incident.row_id, 'one event resting on ' || linked.claim_id || ', which is ' || aggregation
FROM incident JOIN linked USING (incident_id)
WHERE incident_kind = 'incident' AND aggregation <> 'incident' AND role IN ('count', 'restatement', 'same_origin')
