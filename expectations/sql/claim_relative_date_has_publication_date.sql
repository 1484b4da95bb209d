SELECT claim.row_id, 'no publication date known for ' || document_id
FROM claim LEFT JOIN source_document USING (document_id)
WHERE date_basis = 'publication' AND publication_date IS NULL
