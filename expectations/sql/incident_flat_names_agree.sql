WITH alleged AS (
    SELECT incident_id, unnest(string_split(alleged_actors, chr(59) || ' ')) AS actor_id FROM incident_flat
), named AS (
    SELECT incident_id, string_agg(name, chr(59) || ' ' ORDER BY name) AS names
    FROM alleged JOIN actor USING (actor_id) GROUP BY incident_id
)
SELECT incident_flat.row_id, concat_ws(', ',
    CASE WHEN incident_flat.place_name IS DISTINCT FROM place.name THEN 'place_name' END,
    CASE WHEN incident_flat.governorate IS DISTINCT FROM place.governorate THEN 'governorate' END,
    CASE WHEN incident_flat.latitude IS DISTINCT FROM place.latitude THEN 'latitude' END,
    CASE WHEN incident_flat.longitude IS DISTINCT FROM place.longitude THEN 'longitude' END,
    CASE WHEN incident_flat.coordinate_precision IS DISTINCT FROM place.coordinate_precision
        THEN 'coordinate_precision' END,
    CASE WHEN incident_flat.alleged_actor_names IS DISTINCT FROM named.names THEN 'alleged_actor_names' END) AS found
FROM incident_flat
LEFT JOIN place ON place.place_id = incident_flat.place_id
LEFT JOIN named ON named.incident_id = incident_flat.incident_id
WHERE found <> ''
