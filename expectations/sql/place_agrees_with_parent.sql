SELECT part.row_id, 'in ' || concat_ws(', ', part.governorate, part.country) || ', parent in '
    || concat_ws(', ', whole.governorate, whole.country)
FROM place AS part JOIN place AS whole ON whole.place_id = part.parent_id
WHERE part.country <> whole.country OR part.governorate <> whole.governorate
