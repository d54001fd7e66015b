-- Of each of these programmes the catalogue that speaks at a moment: the newest recorded by then, else the earliest.
WITH
final AS (
    SELECT programme_id, catalogue_version
    FROM catalogue_load
    WHERE list_contains($programmes::VARCHAR[], programme_id)
    QUALIFY row_number() OVER (
        PARTITION BY programme_id
        ORDER BY
            recorded_at <= $as_of DESC,
            CASE WHEN recorded_at <= $as_of THEN -catalogue_version ELSE catalogue_version END
    ) = 1
)
SELECT * FROM final
ORDER BY programme_id
