SELECT row_id, 'claims without a score: ' || count(*) OVER (PARTITION BY incident_id)
FROM incident_claim
WHERE judgement = 'positive' AND score IS NULL AND decided_by = 'rule' AND role IS DISTINCT FROM 'denial'
QUALIFY count(*) OVER (PARTITION BY incident_id) > 1
