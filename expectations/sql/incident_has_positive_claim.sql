SELECT row_id, 'no positive claim'
FROM incident
WHERE NOT EXISTS (
    FROM incident_claim WHERE incident_claim.incident_id = incident.incident_id AND judgement = 'positive'
)
