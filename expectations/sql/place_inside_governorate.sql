SELECT row_id, latitude || ', ' || longitude || ' is outside ' || governorate
FROM place JOIN admin_box USING (country, governorate)
WHERE latitude NOT BETWEEN south - 0.1 AND north + 0.1 OR longitude NOT BETWEEN west - 0.1 AND east + 0.1
