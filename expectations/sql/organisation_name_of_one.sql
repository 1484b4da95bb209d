SELECT one.row_id, 'also names ' || other.organisation_id
FROM organisation_name AS one JOIN organisation_name AS other
    ON lower(one.name) = lower(other.name) AND one.organisation_id <> other.organisation_id
