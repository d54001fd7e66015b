-- Every draft without its bytes, with its newest step.
WITH
newest AS (
    SELECT
        draft_id,
        max(recorded_at) AS saved_at,
        arg_max(answers_json, recorded_at) AS answers_json,
        arg_max(closed, recorded_at) AS closed
    FROM intake_draft_step
    GROUP BY draft_id
),
drafts AS (
    SELECT programme_id, draft_id, drafted_by, file_name, file_sha256, recorded_at AS begun_at
    FROM intake_draft
),
final AS (
    SELECT drafts.*, newest.saved_at, newest.answers_json, newest.closed
    FROM drafts
    JOIN newest ON newest.draft_id = drafts.draft_id
)
SELECT * FROM final
ORDER BY begun_at, draft_id
