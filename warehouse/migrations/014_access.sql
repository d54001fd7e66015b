-- Who may come in, who is in, and who did what: rows are only ever added.

CREATE TABLE audit (
    audit_number BIGINT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    who VARCHAR NOT NULL,
    account_id VARCHAR,
    role VARCHAR NOT NULL,
    way VARCHAR NOT NULL,
    client VARCHAR,
    deed VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    unit_ids VARCHAR,
    outcome VARCHAR NOT NULL,
    seal VARCHAR NOT NULL
);

CREATE TABLE account (
    account_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    unit_ids VARCHAR,
    claim VARCHAR,
    password_hash VARCHAR,
    must_change BOOLEAN NOT NULL,
    expires_on DATE,
    disabled BOOLEAN NOT NULL,
    recorded_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE account_session (
    session_hash VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    client VARCHAR,
    expires_at TIMESTAMP NOT NULL,
    ended BOOLEAN NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE account_attempt (
    account_id VARCHAR NOT NULL,
    client VARCHAR,
    succeeded BOOLEAN NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
