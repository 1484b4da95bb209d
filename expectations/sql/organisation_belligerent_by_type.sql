SELECT row_id, organisation_type || ' as a belligerent'
FROM organisation
WHERE is_belligerent AND organisation_type NOT IN ('government', 'armed_group', 'military', 'international')
