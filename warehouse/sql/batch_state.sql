-- One published batch and, where it has been taken back, when and by whom.
WITH
published AS (
    SELECT batch_id, file_name
    FROM batch
    WHERE batch_id = $batch_id
),
withdrawals AS (
    SELECT batch_id, recorded_at, withdrawn_by
    FROM batch_withdrawal
    WHERE batch_id = $batch_id
),
final AS (
    SELECT published.file_name, withdrawals.recorded_at AS withdrawn_at, withdrawals.withdrawn_by
    FROM published
    LEFT JOIN withdrawals ON withdrawals.batch_id = published.batch_id
)
SELECT * FROM final
