SELECT row_id, 'no box for ' || governorate || ', ' || country
FROM place
WHERE country IN (SELECT country FROM admin_box WHERE governorate IS NOT NULL)
    AND governorate NOT IN (SELECT governorate FROM admin_box WHERE governorate IS NOT NULL)
