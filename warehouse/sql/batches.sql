-- The batches published by a moment, newest first, and whether they had been taken back by then.
WITH
published AS (
    SELECT *
    FROM batch
    WHERE programme_id = $programme_id AND recorded_at <= $as_of
),
withdrawals AS (
    SELECT batch_id, recorded_at AS withdrawn_at, withdrawn_by, reason AS withdrawal_reason
    FROM batch_withdrawal
    WHERE recorded_at <= $as_of
),
final AS (
    SELECT published.*, withdrawals.withdrawn_at, withdrawals.withdrawn_by, withdrawals.withdrawal_reason
    FROM published
    LEFT JOIN withdrawals ON withdrawals.batch_id = published.batch_id
)
SELECT * FROM final
ORDER BY recorded_at DESC, received_at DESC, batch_id
