SELECT sentence.row_id, sentence_start || '..' || sentence_end || ' in a text of ' || length(text)
FROM sentence JOIN document_text USING (document_id)
WHERE sentence_start < 0 OR sentence_start >= sentence_end OR sentence_end > length(text)
