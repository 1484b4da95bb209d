SELECT one.link_id, CASE
    WHEN one.inferred_date_start IS NULL OR one.inferred_date_end IS NULL OR one.inferred_date_from IS NULL
        OR one.inferred_date_basis IS NULL THEN 'days, source and basis not all given'
    WHEN one.event_date_start IS NOT NULL THEN 'the claim has a date of its own'
    ELSE one.inferred_date_from || ' does not give ' || one.inferred_date_start || '..' || one.inferred_date_end END
FROM linked AS one LEFT JOIN claim AS source ON source.claim_id = one.inferred_date_from
WHERE coalesce(one.inferred_date_start::VARCHAR, one.inferred_date_end::VARCHAR, one.inferred_date_from,
        one.inferred_date_basis) IS NOT NULL
    AND (one.inferred_date_start IS NULL OR one.inferred_date_end IS NULL OR one.inferred_date_from IS NULL
        OR one.inferred_date_basis IS NULL OR one.event_date_start IS NOT NULL OR source.event_date_start IS NULL
        OR one.inferred_date_start > one.inferred_date_end OR one.inferred_date_start < source.event_date_start
        OR one.inferred_date_end > coalesce(source.event_date_end, source.event_date_start))
