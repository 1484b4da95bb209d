SELECT claim_evidence.row_id, field || ' is NULL'
FROM claim_evidence JOIN claim USING (claim_id)
WHERE CASE field
    WHEN 'killed_text' THEN killed_text IS NULL
    WHEN 'injured_text' THEN injured_text IS NULL
    WHEN 'victim_text' THEN victim_text IS NULL
    WHEN 'asserted_by' THEN asserted_by IS NULL
    WHEN 'place_as_written' THEN place_as_written IS NULL
    WHEN 'date_text' THEN date_text IS NULL
    WHEN 'actor_as_written' THEN actor_as_written IS NULL
    WHEN 'weapon_class' THEN weapon_class IS NULL
    WHEN 'target_type' THEN target_type IS NULL
    ELSE FALSE
END
