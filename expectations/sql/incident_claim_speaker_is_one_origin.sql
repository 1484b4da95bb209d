SELECT one.link_id, 'origin ' || one.origin_id || ', elsewhere ' || other.origin_id || ' for ' || one.asserter_id
FROM linked AS one JOIN linked AS other USING (incident_id, asserter_id)
WHERE one.origin_id <> other.origin_id
