SELECT one.row_id, one.name || ' also at ' || other.latitude || ', ' || other.longitude
FROM place AS one JOIN place AS other USING (name, country, kind)
WHERE one.place_id <> other.place_id
    AND (abs(one.latitude - other.latitude) > 0.5 OR abs(one.longitude - other.longitude) > 0.5)
    -- Names recur all over a country: it matters inside one area, and where a claim rests on the choice.
    AND (one.governorate = other.governorate OR one.place_id IN (SELECT claim.place_id FROM claim))
