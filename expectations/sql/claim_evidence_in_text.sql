SELECT claim_evidence.row_id, evidence_start || '..' || evidence_end || ' in a text of ' || length(text)
FROM claim_evidence JOIN claim USING (claim_id) JOIN document_text USING (document_id)
WHERE evidence_start < 0 OR evidence_start >= evidence_end OR evidence_end > length(text)
