SELECT id_history.row_id, old_id || ' was merged away and stands again'
FROM id_history JOIN incident ON incident_id = old_id
WHERE change = 'merged'
