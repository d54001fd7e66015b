-- What the warehouse is: its migrations and its version, both append-only.
-- Portable on purpose: no keys, checks, indexes, sequences or enums, only NOT NULL (docs/architecture.md).

CREATE TABLE schema_migration (
    number BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE warehouse_version (
    version BIGINT NOT NULL,
    cause VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
