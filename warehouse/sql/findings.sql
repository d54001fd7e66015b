-- What the check said of these published batches' cells, in the order of batch, sheet and cell.
WITH
published AS (
    SELECT batch_id, unit_id, file_name, reference_period, received_at
    FROM batch
    WHERE list_contains($batch_ids, batch_id)
),
final AS (
    SELECT
        finding.*,
        published.unit_id,
        published.file_name,
        published.reference_period,
        published.received_at
    FROM finding
    JOIN published ON published.batch_id = finding.batch_id
)
SELECT * FROM final
ORDER BY received_at DESC, batch_id, severity, sheet, cell, code
