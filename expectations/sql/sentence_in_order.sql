SELECT row_id, 'starts at ' || sentence_start || ', the one before ends at ' || before
FROM (
    SELECT row_id, sentence_start,
        max(sentence_end) OVER (
            PARTITION BY document_id ORDER BY sentence_index ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS before
    FROM sentence
)
WHERE sentence_start < before
