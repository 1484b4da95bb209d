SELECT coded.claim_id || '|' || field, 'no evidence for ' || field
FROM (
    SELECT claim_id, 'killed_text' AS field FROM claim WHERE killed_text IS NOT NULL AND killed_injured_total IS NULL
    UNION ALL SELECT claim_id, 'injured_text' FROM claim
        WHERE injured_text IS NOT NULL AND killed_injured_total IS NULL
    UNION ALL SELECT claim_id, 'killed_injured_total' FROM claim WHERE killed_injured_total IS NOT NULL
    UNION ALL SELECT claim_id, 'victim_text' FROM claim WHERE victim_text IS NOT NULL
    UNION ALL SELECT claim_id, 'asserted_by' FROM claim WHERE asserted_by IS NOT NULL
    UNION ALL SELECT claim_id, 'place_as_written' FROM claim WHERE place_as_written IS NOT NULL
    UNION ALL SELECT claim_id, 'date_text' FROM claim WHERE date_text IS NOT NULL
    UNION ALL SELECT claim_id, 'actor_as_written' FROM claim WHERE actor_as_written IS NOT NULL
    UNION ALL SELECT claim_id, 'weapon_class' FROM claim WHERE weapon_class IS NOT NULL
    UNION ALL SELECT claim_id, 'target_type' FROM claim WHERE target_type IS NOT NULL
) AS coded
ANTI JOIN claim_evidence USING (claim_id, field)
