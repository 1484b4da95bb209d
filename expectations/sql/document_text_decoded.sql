SELECT row_id, length(regexp_replace(text, '[^\x00\x{FFFD}]', '', 'g')) || ' characters were not text'
FROM document_text
WHERE regexp_matches(text, '[\x00\x{FFFD}]')
