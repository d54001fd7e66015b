-- Every vintage of every figure known at a moment, with its batch and how far its review is. Only published
-- batches exist. A review covers the vintages that stood when it was made; the newest one of a vintage counts.
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
reviews AS (
    SELECT unit_id, reference_period, state, recorded_at AS reviewed_at
    FROM report_review
    WHERE programme_id = $programme_id AND recorded_at <= $as_of
),
known AS (
    SELECT *
    FROM observation
    WHERE programme_id = $programme_id AND recorded_at <= $as_of
),
reported AS (
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
),
stood AS (
    SELECT
        reported.ref_area,
        reported.indicator_id,
        reported.reference_period,
        reviews.unit_id,
        reviews.reviewed_at,
        reviews.state,
        max(reported.recorded_at) AS recorded_at
    FROM reviews
    JOIN reported
        ON reported.unit_id = reviews.unit_id
        AND reported.reference_period = reviews.reference_period
        AND reported.recorded_at <= reviews.reviewed_at
        AND (reported.withdrawn_at IS NULL OR reported.withdrawn_at > reviews.reviewed_at)
    GROUP BY
        reported.ref_area,
        reported.indicator_id,
        reported.reference_period,
        reviews.unit_id,
        reviews.reviewed_at,
        reviews.state
),
reviewed AS (
    SELECT
        ref_area,
        indicator_id,
        reference_period,
        unit_id,
        recorded_at,
        arg_max(state, reviewed_at) AS state
    FROM stood
    GROUP BY ref_area, indicator_id, reference_period, unit_id, recorded_at
),
final AS (
    SELECT
        reported.*,
        coalesce(
            reviewed.state,
            CASE WHEN reported.is_demonstration THEN 'accepted' ELSE 'submitted' END
        ) AS review_state
    FROM reported
    LEFT JOIN reviewed
        ON reviewed.ref_area = reported.ref_area
        AND reviewed.indicator_id = reported.indicator_id
        AND reviewed.reference_period = reported.reference_period
        AND reviewed.unit_id = reported.unit_id
        AND reviewed.recorded_at = reported.recorded_at
)
SELECT * FROM final
ORDER BY ref_area, indicator_id, reference_period, recorded_at, received_at, batch_id
