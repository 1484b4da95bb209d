SELECT one.link_id, CASE
    WHEN one.inferred_date IS NULL OR one.inferred_date_from IS NULL THEN 'day and source not both given'
    WHEN one.event_date_start IS NOT NULL THEN 'the claim has a date of its own'
    ELSE one.inferred_date_from || ' does not give ' || one.inferred_date END
FROM linked AS one LEFT JOIN claim AS source ON source.claim_id = one.inferred_date_from
WHERE coalesce(one.inferred_date::VARCHAR, one.inferred_date_from) IS NOT NULL
    AND (one.inferred_date IS NULL OR one.inferred_date_from IS NULL OR one.event_date_start IS NOT NULL
        OR source.event_date_start IS NULL
        OR one.inferred_date NOT BETWEEN source.event_date_start AND source.event_date_end)
