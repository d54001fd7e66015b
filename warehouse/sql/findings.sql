-- What the check said of the batches published by a moment.
WITH
published AS (
    SELECT batch_id, unit_id, file_name, reference_period, received_at
    FROM batch
    WHERE programme_id = $programme_id AND recorded_at <= $as_of
),
withdrawals AS (
    SELECT batch_id, recorded_at AS withdrawn_at
    FROM batch_withdrawal
    WHERE recorded_at <= $as_of
),
known AS (
    SELECT *
    FROM finding
    WHERE recorded_at <= $as_of
),
final AS (
    SELECT
        known.*,
        published.unit_id,
        published.file_name,
        published.reference_period,
        published.received_at,
        withdrawals.withdrawn_at
    FROM known
    JOIN published ON published.batch_id = known.batch_id
    LEFT JOIN withdrawals ON withdrawals.batch_id = known.batch_id
)
SELECT * FROM final
ORDER BY received_at DESC, batch_id, severity, sheet, cell
