-- The newest decision per indicator at a moment; one that took a decision back has no target.
WITH
known AS (
    SELECT *
    FROM target_in_force
    WHERE programme_id = $programme_id AND recorded_at <= $as_of
),
newest AS (
    SELECT indicator_id, max(recorded_at) AS recorded_at
    FROM known
    GROUP BY indicator_id
),
final AS (
    SELECT known.*
    FROM known
    JOIN newest ON newest.indicator_id = known.indicator_id AND newest.recorded_at = known.recorded_at
)
SELECT * FROM final
ORDER BY indicator_id
