SELECT link_id, 'origin ' || origin_id || ' is named in one claim and not in another'
FROM linked
QUALIFY count(DISTINCT origin_is_named) OVER (PARTITION BY incident_id, origin_id) > 1
