-- The vintages of some periods' figures that have not been taken back, oldest first.
WITH
published AS (
    SELECT batch_id, unit_id, received_at
    FROM batch
    WHERE programme_id = $programme_id
        AND batch_id NOT IN (SELECT batch_id FROM batch_withdrawal)
),
reported AS (
    SELECT *
    FROM observation
    WHERE programme_id = $programme_id AND list_contains($periods, reference_period)
),
final AS (
    SELECT reported.*, published.unit_id, published.received_at
    FROM reported
    JOIN published ON published.batch_id = reported.batch_id
)
SELECT * FROM final
ORDER BY recorded_at, received_at, batch_id
