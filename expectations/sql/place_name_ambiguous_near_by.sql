SELECT row_id, 'also names ' || other
FROM (
    SELECT one.row_id, rival.place_id AS other
    FROM place_name AS one JOIN place_name AS rival ON one.name = rival.name AND one.place_id <> rival.place_id
    JOIN place AS here ON here.place_id = one.place_id
    JOIN place AS there ON there.place_id = rival.place_id
    WHERE here.kind = there.kind AND here.country = there.country AND here.governorate = there.governorate
)
