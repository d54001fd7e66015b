-- What people decide about the intake: names they confirmed, months they accepted, returned or locked, and the
-- files they are still working on. Rows are only ever added; the newest row of a subject counts.

CREATE TABLE alias_confirmed (
    programme_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    alias VARCHAR NOT NULL,
    meaning VARCHAR NOT NULL,
    removed BOOLEAN NOT NULL,
    confirmed_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE report_review (
    programme_id VARCHAR NOT NULL,
    unit_id VARCHAR NOT NULL,
    reference_period DATE NOT NULL,
    state VARCHAR NOT NULL,
    words VARCHAR,
    reviewed_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE month_lock (
    programme_id VARCHAR NOT NULL,
    reference_period DATE NOT NULL,
    locked BOOLEAN NOT NULL,
    locked_by VARCHAR NOT NULL,
    reason VARCHAR,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE intake_draft (
    programme_id VARCHAR NOT NULL,
    draft_id VARCHAR NOT NULL,
    drafted_by VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    content BLOB NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE intake_draft_step (
    draft_id VARCHAR NOT NULL,
    answers_json VARCHAR NOT NULL,
    closed BOOLEAN NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
