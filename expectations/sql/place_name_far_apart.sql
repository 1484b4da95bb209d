SELECT one.row_id, one.name || ' also at ' || other.latitude || ', ' || other.longitude
FROM place AS one JOIN place AS other ON one.name = other.name AND one.place_id <> other.place_id
    AND coalesce(one.governorate, '') = coalesce(other.governorate, '')
    AND coalesce(one.country, '') = coalesce(other.country, '') AND one.kind IS NOT DISTINCT FROM other.kind
WHERE abs(one.latitude - other.latitude) > 0.5 OR abs(one.longitude - other.longitude) > 0.5
