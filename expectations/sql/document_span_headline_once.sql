SELECT row_id, 'headlines: ' || count(*) OVER (PARTITION BY document_id)
FROM document_span
WHERE kind = 'headline'
QUALIFY count(*) OVER (PARTITION BY document_id) > 1
