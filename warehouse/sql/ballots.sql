-- The newest ballot of each device on each item known at a moment.
WITH
known AS (
    SELECT *
    FROM rating_ballot
    WHERE programme_id = $programme_id AND recorded_at <= $as_of
),
final AS (
    SELECT item_id, stars, reasons, words, cast_at
    FROM known
    QUALIFY row_number() OVER (
        PARTITION BY item_id, device_hash ORDER BY recorded_at DESC, ballot_number DESC
    ) = 1
)
SELECT * FROM final
ORDER BY item_id, cast_at
