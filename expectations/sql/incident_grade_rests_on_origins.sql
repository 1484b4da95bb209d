SELECT row_id, civilian_harm_status || ' on ' || n_origins_provable || ' provable origins'
FROM incident
WHERE (civilian_harm_status = 'fair' AND n_origins_provable < 2)
    OR (civilian_harm_status = 'weak' AND n_origins_provable > 1)
