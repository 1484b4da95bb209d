SELECT incident.row_id, 'says ' || n_claims || ' claims in ' || n_documents || ' documents, links give '
    || count(linked.claim_id) || ' in ' || count(DISTINCT document_id)
FROM incident LEFT JOIN linked USING (incident_id)
GROUP BY incident.row_id, n_claims, n_documents
HAVING n_claims <> count(linked.claim_id) OR n_documents <> count(DISTINCT document_id)
