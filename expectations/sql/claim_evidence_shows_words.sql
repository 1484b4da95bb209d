SELECT claim_evidence.row_id, field || ' differs from characters ' || evidence_start || '..' || evidence_end
FROM claim_evidence JOIN claim USING (claim_id) JOIN document_text USING (document_id)
WHERE slice(text, evidence_start, evidence_end) IS DISTINCT FROM CASE field
    WHEN 'killed_text' THEN killed_text
    WHEN 'injured_text' THEN injured_text
    WHEN 'victim_text' THEN victim_text
    ELSE slice(text, evidence_start, evidence_end)
END
