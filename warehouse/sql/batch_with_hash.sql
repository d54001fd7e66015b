-- The newest standing batch of a file with these bytes.
WITH
same_bytes AS (
    SELECT *
    FROM batch
    WHERE file_sha256 = $sha256
),
final AS (
    SELECT *
    FROM same_bytes
    WHERE batch_id NOT IN (SELECT batch_id FROM batch_withdrawal)
    ORDER BY recorded_at DESC, batch_id
    LIMIT 1
)
SELECT * FROM final
