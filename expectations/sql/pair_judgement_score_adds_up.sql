SELECT row_id, 'score ' || score || ', weights give ' || round(added, 6)
FROM (
    SELECT row_id, score, place_weight + date_weight + weapon_weight + actor_weight + class_weight + figure_weight
        + text_weight AS added
    FROM pair_judgement
)
WHERE NOT near_sum(score, added)
