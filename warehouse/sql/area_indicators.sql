-- How many of these areas' plans have each indicator at a moment.
WITH
loads AS (
    SELECT programme_id, catalogue_version
    FROM catalogue_load
    WHERE list_contains($programmes::VARCHAR[], programme_id)
    QUALIFY row_number() OVER (
        PARTITION BY programme_id
        ORDER BY
            recorded_at <= $as_of DESC,
            CASE WHEN recorded_at <= $as_of THEN -catalogue_version ELSE catalogue_version END
    ) = 1
),
final AS (
    SELECT indicator.indicator_id, count(*) AS plans
    FROM loads
    JOIN indicator ON indicator.catalogue_version = loads.catalogue_version
    GROUP BY indicator.indicator_id
)
SELECT * FROM final
ORDER BY indicator_id
