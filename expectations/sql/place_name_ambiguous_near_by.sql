SELECT used.row_id, 'also names ' || rival.place_id
FROM claim
JOIN place_name AS used ON used.place_id = claim.place_id AND lower(used.name) = lower(place_as_written)
JOIN place_name AS rival ON rival.name = used.name AND rival.place_id <> used.place_id
JOIN place AS here ON here.place_id = used.place_id
JOIN place AS there ON there.place_id = rival.place_id
WHERE here.kind = there.kind AND here.country = there.country AND here.governorate = there.governorate
