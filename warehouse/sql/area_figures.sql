-- Every vintage of one indicator's figures of a year so far, of many areas' boards at once, known at a moment, with
-- how far its review is (as in observations.sql).
WITH
boards AS (
    SELECT unnest($programmes::VARCHAR[]) AS programme_id, unnest($areas::VARCHAR[]) AS ref_area
),
withdrawals AS (
    SELECT batch_id, min(recorded_at) AS withdrawn_at
    FROM batch_withdrawal
    WHERE recorded_at <= $as_of
    GROUP BY batch_id
),
reviews AS (
    SELECT programme_id, unit_id, reference_period, state, recorded_at AS reviewed_at
    FROM report_review
    WHERE recorded_at <= $as_of AND reference_period BETWEEN $first AND $month
),
known AS (
    SELECT programme_id, ref_area, reference_period, obs_value, obs_status, recorded_at, batch_id
    FROM observation
    WHERE indicator_id = $indicator_id
        AND reference_period BETWEEN $first AND $month
        AND recorded_at <= $as_of
),
reported AS (
    SELECT
        known.*,
        batch.unit_id,
        batch.received_at,
        batch.is_demonstration,
        withdrawals.withdrawn_at
    FROM known
    JOIN boards ON boards.programme_id = known.programme_id AND boards.ref_area = known.ref_area
    JOIN batch ON batch.batch_id = known.batch_id AND batch.recorded_at <= $as_of
    LEFT JOIN withdrawals ON withdrawals.batch_id = known.batch_id
),
stood AS (
    SELECT
        reported.programme_id,
        reported.reference_period,
        reviews.unit_id,
        reviews.reviewed_at,
        reviews.state,
        max(reported.recorded_at) AS recorded_at
    FROM reviews
    JOIN reported
        ON reported.programme_id = reviews.programme_id
        AND reported.unit_id = reviews.unit_id
        AND reported.reference_period = reviews.reference_period
        AND reported.recorded_at <= reviews.reviewed_at
        AND (reported.withdrawn_at IS NULL OR reported.withdrawn_at > reviews.reviewed_at)
    GROUP BY reported.programme_id, reported.reference_period, reviews.unit_id, reviews.reviewed_at, reviews.state
),
reviewed AS (
    SELECT programme_id, reference_period, unit_id, recorded_at, arg_max(state, reviewed_at) AS state
    FROM stood
    GROUP BY programme_id, reference_period, unit_id, recorded_at
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
        ON reviewed.programme_id = reported.programme_id
        AND reviewed.reference_period = reported.reference_period
        AND reviewed.unit_id = reported.unit_id
        AND reviewed.recorded_at = reported.recorded_at
)
SELECT * FROM final
ORDER BY programme_id, reference_period, recorded_at, received_at, batch_id
