-- What explains a figure, and what a meeting said about it: event notes of an indicator's period; meetings with
-- the moment their figures are frozen at, the remarks made there and the decisions taken. Rows are only ever
-- added; the newest row of a subject counts.

CREATE TABLE event_note (
    programme_id VARCHAR NOT NULL,
    note_id VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL,
    reference_period DATE NOT NULL,
    happened_on DATE,
    words VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    removed BOOLEAN NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE meeting (
    programme_id VARCHAR NOT NULL,
    meeting_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    held_on DATE NOT NULL,
    reference_period DATE NOT NULL,
    figures_as_of TIMESTAMP NOT NULL,
    agenda VARCHAR NOT NULL,
    agenda_of VARCHAR,
    item_minutes BIGINT,
    kept_by VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE meeting_remark (
    programme_id VARCHAR NOT NULL,
    remark_id VARCHAR NOT NULL,
    meeting_id VARCHAR NOT NULL,
    indicator_id VARCHAR,
    words VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    removed BOOLEAN NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE meeting_decision (
    programme_id VARCHAR NOT NULL,
    decision_id VARCHAR NOT NULL,
    meeting_id VARCHAR NOT NULL,
    indicator_id VARCHAR,
    words VARCHAR NOT NULL,
    lead_unit VARCHAR NOT NULL,
    lead_person VARCHAR,
    due_on DATE NOT NULL,
    entry_id VARCHAR NOT NULL,
    noted_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
