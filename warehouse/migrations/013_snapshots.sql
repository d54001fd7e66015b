-- Named moments: a month as it was known at an as-of, under a name. A rename or removal is a further row.

CREATE TABLE snapshot (
    programme_id VARCHAR NOT NULL,
    snapshot_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    words VARCHAR,
    reference_period DATE NOT NULL,
    as_of TIMESTAMP NOT NULL,
    unreviewed VARCHAR NOT NULL,
    catalogue_version BIGINT NOT NULL,
    preset_name VARCHAR NOT NULL,
    preset_version BIGINT NOT NULL,
    tables_digest VARCHAR,
    verdicts_digest VARCHAR,
    taken_by VARCHAR NOT NULL,
    taken_at TIMESTAMP NOT NULL,
    removed BOOLEAN NOT NULL,
    recorded_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
