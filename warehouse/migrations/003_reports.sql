-- What departments report. Rows are only ever added; a batch's row is written last and publishes the rest.

CREATE TABLE batch (
    batch_id VARCHAR NOT NULL,
    programme_id VARCHAR NOT NULL,
    unit_id VARCHAR NOT NULL,
    reference_period DATE NOT NULL,
    file_name VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    received_at TIMESTAMP NOT NULL,
    received_by VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    is_demonstration BOOLEAN NOT NULL,
    observation_count BIGINT NOT NULL,
    finding_count BIGINT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE batch_file (
    batch_id VARCHAR NOT NULL,
    content BLOB NOT NULL
);

CREATE TABLE batch_withdrawal (
    batch_id VARCHAR NOT NULL,
    withdrawn_by VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE observation (
    batch_id VARCHAR NOT NULL,
    programme_id VARCHAR NOT NULL,
    ref_area VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL,
    reference_period DATE NOT NULL,
    obs_value DOUBLE,
    obs_status VARCHAR NOT NULL,
    overdue_cases BIGINT,
    sheet VARCHAR NOT NULL,
    cell VARCHAR NOT NULL,
    cell_text VARCHAR NOT NULL,
    unit_factor DOUBLE NOT NULL,
    derived BOOLEAN NOT NULL,
    note VARCHAR,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE finding (
    batch_id VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    cell VARCHAR,
    indicator_id VARCHAR,
    found VARCHAR,
    expected VARCHAR,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE target_in_force (
    programme_id VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL,
    target_id VARCHAR,
    marked_by VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
