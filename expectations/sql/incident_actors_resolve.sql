SELECT row_id, 'no actor ' || named
FROM (SELECT row_id, unnest(string_split(alleged_actors, '; ')) AS named FROM incident)
WHERE named NOT IN (SELECT actor.actor_id FROM actor WHERE actor.actor_id IS NOT NULL)
