SELECT row_id, 'coded ' || count(*) OVER same || ' times'
FROM claim
WINDOW same AS (
    PARTITION BY document_id, quote_start, quote_end, victim_class, stance, asserted_by,
        killed_min, killed_max, injured_min, injured_max
)
QUALIFY count(*) OVER same > 1
