SELECT row_id, latitude || ', ' || longitude || ' is outside ' || country
FROM place JOIN admin_box USING (country)
WHERE admin_box.governorate IS NULL
    AND (latitude NOT BETWEEN south - 0.25 AND north + 0.25 OR longitude NOT BETWEEN west - 0.25 AND east + 0.25)
