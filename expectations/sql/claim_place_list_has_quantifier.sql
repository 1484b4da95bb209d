SELECT row_id, 'several places, quantifier ' || coalesce(place_quantifier, 'NULL')
FROM claim
WHERE contains(place_as_written, '; ') AND coalesce(place_quantifier, 'single') = 'single'
