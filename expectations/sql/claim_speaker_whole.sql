SELECT row_id, CASE
    WHEN asserted_by IS NULL THEN 'attribution without a speaker'
    WHEN NOT attribution_explicit THEN 'a speaker, yet said to be the outlet''s own voice'
    ELSE 'the chain does not end with the speaker' END
FROM claim
WHERE (asserted_by IS NOT NULL) <> coalesce(attribution_explicit, FALSE)
    OR (asserted_by IS NULL AND attribution_chain IS NOT NULL)
    OR (asserted_by IS NOT NULL AND split_part(attribution_chain, ' > ', -1) IS DISTINCT FROM asserted_by)
