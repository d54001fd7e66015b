-- One indicator in many areas' plans at a moment: how each measures it and the target a comparison holds it against,
-- the one in force where somebody decided, else the strictest.
WITH
loads AS (
    SELECT unnest($programmes::VARCHAR[]) AS programme_id, unnest($catalogues::BIGINT[]) AS catalogue_version
),
measured AS (
    SELECT
        loads.programme_id,
        loads.catalogue_version,
        indicator.measure,
        indicator.accumulation,
        indicator.unit_measure,
        indicator.unit_mult,
        indicator.direction
    FROM loads
    JOIN indicator ON indicator.catalogue_version = loads.catalogue_version
    WHERE indicator.indicator_id = $indicator_id
),
marks AS (
    SELECT programme_id, target_id
    FROM target_in_force
    WHERE indicator_id = $indicator_id AND recorded_at <= $as_of
    QUALIFY row_number() OVER (PARTITION BY programme_id ORDER BY recorded_at DESC) = 1
),
final AS (
    SELECT measured.* EXCLUDE (catalogue_version), target.value AS target
    FROM measured
    LEFT JOIN target
        ON target.catalogue_version = measured.catalogue_version AND target.indicator_id = $indicator_id
    LEFT JOIN marks ON marks.programme_id = measured.programme_id
    QUALIFY row_number() OVER (
        PARTITION BY measured.programme_id
        ORDER BY
            coalesce(target.target_id = marks.target_id, FALSE) DESC,
            target.value IS NULL,
            CASE WHEN target.direction = 'down' THEN target.value ELSE -target.value END,
            target.seed_row
    ) = 1
)
SELECT * FROM final
ORDER BY programme_id
