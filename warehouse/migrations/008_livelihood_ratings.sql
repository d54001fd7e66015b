-- Livelihood items: which parts are works, the stages people confirm, and what the public says of an item.
-- Rows are only ever added; the newest row of a subject counts. A ballot knows its device only as a keyed hash.

ALTER TABLE livelihood_part ADD COLUMN is_works BOOLEAN;

CREATE TABLE livelihood_stage (
    programme_id VARCHAR NOT NULL,
    item_id VARCHAR NOT NULL,
    ordinal BIGINT NOT NULL,
    stage VARCHAR,
    reached_on DATE,
    note VARCHAR,
    confirmed_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE rating_opening (
    programme_id VARCHAR NOT NULL,
    item_id VARCHAR NOT NULL,
    open_until DATE,
    opened_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE rating_address (
    programme_id VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    entered_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE rating_ballot (
    programme_id VARCHAR NOT NULL,
    item_id VARCHAR NOT NULL,
    device_hash VARCHAR NOT NULL,
    stars BIGINT NOT NULL,
    reasons VARCHAR,
    words VARCHAR,
    cast_at TIMESTAMP NOT NULL,
    spool_id VARCHAR NOT NULL,
    ballot_number BIGINT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
