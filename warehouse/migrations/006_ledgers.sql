-- The lists each action keeps, with their evidence, and what the plan says of them: its dated tasks, the
-- indicators of its projects, which list and which screen a rule of organisation means.

CREATE TABLE ledger_entry (
    programme_id VARCHAR NOT NULL,
    entry_id VARCHAR NOT NULL,
    ledger VARCHAR NOT NULL,
    action_id VARCHAR,
    title VARCHAR NOT NULL,
    description VARCHAR,
    lead_person VARCHAR,
    lead_units VARCHAR,
    supporting_units VARCHAR,
    indicator_ids VARCHAR,
    cited_indicator_id VARCHAR,
    cited_period DATE,
    stage VARCHAR,
    due_on DATE,
    progress VARCHAR,
    state VARCHAR NOT NULL,
    closed_on DATE,
    closing_words VARCHAR,
    origin VARCHAR NOT NULL,
    origin_id VARCHAR,
    written_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE ledger_evidence (
    programme_id VARCHAR NOT NULL,
    evidence_id VARCHAR NOT NULL,
    entry_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    link VARCHAR,
    file_sha256 VARCHAR,
    removed BOOLEAN NOT NULL,
    given_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE ledger_evidence_file (
    file_sha256 VARCHAR NOT NULL,
    content BLOB NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE key_task (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    task_id VARCHAR NOT NULL,
    action_id VARCHAR NOT NULL,
    name_zh_hans VARCHAR NOT NULL,
    name_zh_hant VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    section BIGINT NOT NULL,
    item VARCHAR,
    deadline DATE NOT NULL,
    lead_units VARCHAR,
    supporting_units VARCHAR,
    indicator_ids VARCHAR
);

ALTER TABLE project ADD COLUMN indicator_ids VARCHAR;
ALTER TABLE organisation_rule ADD COLUMN ledger VARCHAR;
ALTER TABLE organisation_rule ADD COLUMN screen VARCHAR;
