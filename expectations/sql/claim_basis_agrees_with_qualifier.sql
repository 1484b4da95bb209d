SELECT row_id, harm || ' ' || qualifier || ' resting on ' || basis
FROM harm
WHERE (qualifier = 'around') <> (basis = 'nominal')
    OR (qualifier IN ('dozens', 'scores', 'hundreds', 'thousands') AND basis <> 'lexicon')
    OR (basis = 'lexicon' AND qualifier NOT IN ('dozens', 'scores', 'hundreds', 'thousands', 'unknown'))
