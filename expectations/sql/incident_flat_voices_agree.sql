WITH voice AS (
    SELECT claim_id, nullif(concat_ws(', ', asserted_by, publisher_name), '') AS words FROM claim_flat
), heard AS (
    SELECT incident_id, string_agg(DISTINCT asserted_by, chr(59) || ' ' ORDER BY asserted_by) AS speakers,
        string_agg(DISTINCT publisher_name, chr(59) || ' ' ORDER BY publisher_name) AS publishers
    FROM claim_flat GROUP BY incident_id
)
SELECT incident_flat.row_id, concat_ws(', ',
    CASE WHEN min_said_by IS DISTINCT FROM lowest.words THEN 'min_said_by' END,
    CASE WHEN max_said_by IS DISTINCT FROM highest.words THEN 'max_said_by' END,
    CASE WHEN incident_flat.speakers IS DISTINCT FROM heard.speakers THEN 'speakers' END,
    CASE WHEN incident_flat.publishers IS DISTINCT FROM heard.publishers THEN 'publishers' END) AS found
FROM incident_flat
LEFT JOIN voice AS lowest ON lowest.claim_id = min_claim_id
LEFT JOIN voice AS highest ON highest.claim_id = max_claim_id
LEFT JOIN heard ON heard.incident_id = incident_flat.incident_id
WHERE found <> ''
