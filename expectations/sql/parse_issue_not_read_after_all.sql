SELECT parse_issue.row_id, reason || ', yet read as ' || document_id
FROM parse_issue JOIN source_document USING (collection, file_name)
WHERE record IS NULL
    AND reason IN ('not_utf8', 'empty', 'binary', 'too_large', 'no_article', 'unsafe_name', 'unknown_format')
