SELECT claim.row_id, 'event from ' || event_date_start || ', published ' || publication_date
FROM claim JOIN source_document USING (document_id)
WHERE event_date_start > publication_date + 1
