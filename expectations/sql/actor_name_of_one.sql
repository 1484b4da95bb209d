SELECT one.row_id, 'also names ' || other.actor_id
FROM actor_name AS one JOIN actor_name AS other
    ON lower(one.name) = lower(other.name) AND one.actor_id <> other.actor_id
