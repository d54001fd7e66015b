-- The plan as reviewed data. Each load of a changed programme is a whole new catalogue version;
-- seed_row keeps the order of the CSV file.

CREATE TABLE catalogue_load (
    catalogue_version BIGINT NOT NULL,
    programme_id VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    programme_json VARCHAR NOT NULL,
    preset_json VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE action (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    action_id VARCHAR NOT NULL,
    ordinal BIGINT NOT NULL,
    name_zh_hans VARCHAR NOT NULL,
    name_zh_hant VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    convener_post_zh_hans VARCHAR NOT NULL,
    convener_post_zh_hant VARCHAR NOT NULL,
    convener_post_en VARCHAR NOT NULL,
    deputy_posts_zh_hans VARCHAR NOT NULL,
    deputy_posts_zh_hant VARCHAR NOT NULL,
    deputy_posts_en VARCHAR NOT NULL,
    office_unit VARCHAR NOT NULL,
    mechanism_zh_hans VARCHAR NOT NULL,
    mechanism_zh_hant VARCHAR NOT NULL,
    mechanism_en VARCHAR NOT NULL
);

CREATE TABLE action_member (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    action_id VARCHAR NOT NULL,
    unit_id VARCHAR NOT NULL,
    ordinal BIGINT NOT NULL
);

CREATE TABLE unit (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    unit_id VARCHAR NOT NULL,
    name_zh_hans VARCHAR NOT NULL,
    name_zh_hant VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    kind VARCHAR NOT NULL
);

CREATE TABLE unit_alias (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    unit_id VARCHAR NOT NULL,
    alias VARCHAR NOT NULL
);

CREATE TABLE unit_measure (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    unit_measure VARCHAR NOT NULL,
    unit_mult BIGINT NOT NULL,
    name_zh_hans VARCHAR NOT NULL,
    name_zh_hant VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    factor_en DOUBLE NOT NULL,
    aliases VARCHAR
);

CREATE TABLE indicator (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    indicator_id VARCHAR NOT NULL,
    name_zh_hans VARCHAR NOT NULL,
    name_zh_hant VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    accumulation VARCHAR NOT NULL,
    unit_measure VARCHAR NOT NULL,
    unit_mult BIGINT NOT NULL,
    decimals BIGINT NOT NULL,
    direction VARCHAR NOT NULL,
    is_integer BOOLEAN NOT NULL,
    can_fall BOOLEAN NOT NULL,
    allowed_min DOUBLE,
    allowed_max DOUBLE,
    price_basis VARCHAR,
    headline BIGINT,
    reporting_unit VARCHAR NOT NULL,
    reporting_basis VARCHAR NOT NULL
);

CREATE TABLE indicator_alias (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    indicator_id VARCHAR NOT NULL,
    alias VARCHAR NOT NULL
);

CREATE TABLE release_calendar (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    indicator_id VARCHAR NOT NULL,
    frequency VARCHAR NOT NULL,
    first_month BIGINT NOT NULL,
    jan_feb_combined BOOLEAN NOT NULL,
    lag_days BIGINT NOT NULL,
    grace_days BIGINT NOT NULL
);

CREATE TABLE schedule_share (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    schedule_id VARCHAR NOT NULL,
    month BIGINT NOT NULL,
    share DOUBLE NOT NULL
);

CREATE TABLE target (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    target_id VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL,
    action_id VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    section BIGINT NOT NULL,
    item VARCHAR,
    ordinal BIGINT NOT NULL,
    quantified BOOLEAN NOT NULL,
    kind VARCHAR NOT NULL,
    comparator VARCHAR,
    value DOUBLE,
    unit_measure VARCHAR,
    unit_mult BIGINT,
    value_from DOUBLE,
    stretch DOUBLE,
    strength VARCHAR NOT NULL,
    direction VARCHAR NOT NULL,
    deadline DATE NOT NULL,
    relative_to VARCHAR,
    stage VARCHAR,
    lead_units VARCHAR,
    supporting_units VARCHAR,
    schedule_id VARCHAR,
    note_zh_hans VARCHAR,
    note_zh_hant VARCHAR,
    note_en VARCHAR
);

CREATE TABLE project (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    project_id VARCHAR NOT NULL,
    action_id VARCHAR NOT NULL,
    name_zh_hans VARCHAR NOT NULL,
    name_zh_hant VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    section BIGINT NOT NULL,
    item VARCHAR,
    stage VARCHAR,
    deadline DATE,
    lead_units VARCHAR,
    supporting_units VARCHAR
);

CREATE TABLE livelihood_item (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    item_id VARCHAR NOT NULL,
    item_group VARCHAR NOT NULL,
    number BIGINT NOT NULL,
    theme_zh_hans VARCHAR,
    theme_zh_hant VARCHAR,
    theme_en VARCHAR,
    name_zh_hans VARCHAR NOT NULL,
    name_zh_hant VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    item VARCHAR NOT NULL,
    lead_units VARCHAR NOT NULL,
    supporting_units VARCHAR
);

CREATE TABLE livelihood_part (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    item_id VARCHAR NOT NULL,
    ordinal BIGINT NOT NULL,
    name_zh_hans VARCHAR NOT NULL,
    name_zh_hant VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    target_id VARCHAR
);

CREATE TABLE organisation_rule (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    rule_id VARCHAR NOT NULL,
    action_id VARCHAR,
    document VARCHAR NOT NULL,
    rule_type VARCHAR NOT NULL,
    ordinal BIGINT NOT NULL,
    name_zh_hans VARCHAR NOT NULL,
    name_zh_hant VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    frequency VARCHAR,
    countable BOOLEAN NOT NULL
);
