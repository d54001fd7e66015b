-- The catalogue version that counts at a moment: the newest recorded by then, else the earliest there is.
WITH
loads AS (
    SELECT catalogue_version, programme_json, preset_json, recorded_at <= $as_of AS is_known
    FROM catalogue_load
    WHERE programme_id = $programme_id
),
final AS (
    SELECT catalogue_version, programme_json, preset_json
    FROM loads
    ORDER BY
        is_known DESC,
        CASE WHEN is_known THEN -catalogue_version ELSE catalogue_version END
    LIMIT 1
)
SELECT * FROM final
