-- Official reports as they went out (content, figures and the Word file's bytes; a row is never replaced), and the
-- prose people write before issuing, where the newest row of a part counts.

CREATE TABLE issued_report (
    programme_id VARCHAR NOT NULL,
    report_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    reference_period DATE NOT NULL,
    as_of TIMESTAMP NOT NULL,
    number VARCHAR NOT NULL,
    number_year BIGINT NOT NULL,
    number_running BIGINT NOT NULL,
    title VARCHAR NOT NULL,
    content_json VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    seal VARCHAR NOT NULL,
    issued_on DATE NOT NULL,
    issued_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE issued_report_file (
    file_sha256 VARCHAR NOT NULL,
    content BLOB NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE report_draft (
    programme_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    part_id VARCHAR NOT NULL,
    template VARCHAR,
    edited_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
