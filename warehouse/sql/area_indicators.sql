-- How many of these areas' plans have each indicator at a moment.
WITH
loads AS (
    SELECT unnest($programmes::VARCHAR[]) AS programme_id, unnest($catalogues::BIGINT[]) AS catalogue_version
),
final AS (
    SELECT indicator.indicator_id, count(*) AS plans
    FROM loads
    JOIN indicator ON indicator.catalogue_version = loads.catalogue_version
    GROUP BY indicator.indicator_id
)
SELECT * FROM final
ORDER BY indicator_id
