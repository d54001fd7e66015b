-- Every vintage of every figure known at a moment, with its batch. Only published batches exist.
WITH
published AS (
    SELECT batch_id, unit_id, file_name, received_at, received_by, is_demonstration
    FROM batch
    WHERE programme_id = $programme_id AND recorded_at <= $as_of
),
withdrawals AS (
    SELECT batch_id, min(recorded_at) AS withdrawn_at
    FROM batch_withdrawal
    WHERE recorded_at <= $as_of
    GROUP BY batch_id
),
known AS (
    SELECT *
    FROM observation
    WHERE programme_id = $programme_id AND recorded_at <= $as_of
),
final AS (
    SELECT
        known.*,
        published.unit_id,
        published.file_name,
        published.received_at,
        published.received_by,
        published.is_demonstration,
        withdrawals.withdrawn_at
    FROM known
    JOIN published ON published.batch_id = known.batch_id
    LEFT JOIN withdrawals ON withdrawals.batch_id = known.batch_id
)
SELECT * FROM final
ORDER BY ref_area, indicator_id, reference_period, recorded_at, received_at, batch_id
