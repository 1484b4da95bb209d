SELECT claim_evidence.row_id,
    evidence_start || '..' || evidence_end || ' outside the quote ' || quote_start || '..' || quote_end
FROM claim_evidence JOIN claim USING (claim_id)
WHERE field IN ('killed_text', 'injured_text', 'killed_injured_total')
    AND (evidence_start < quote_start OR evidence_end > quote_end)
