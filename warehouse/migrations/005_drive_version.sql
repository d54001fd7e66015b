-- A second counter: what is kept beside the figures (ledgers, notes, notices, ratings, reports) changes often and
-- turns no verdict, so the judged boards of all visitors stay as they are.

CREATE TABLE drive_version (
    version BIGINT NOT NULL,
    cause VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
