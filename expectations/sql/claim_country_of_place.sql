SELECT claim.row_id, 'claim in ' || claim.country || ', ' || place_id || ' in ' || place.country
FROM claim JOIN place USING (place_id)
WHERE claim.country <> place.country
