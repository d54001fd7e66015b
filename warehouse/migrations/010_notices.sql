-- Supervision notices: the rule is part of the plan's reviewed data; what is sent and what comes back is only added to.

CREATE TABLE notice_rule (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    step VARCHAR NOT NULL,
    behind_months BIGINT NOT NULL,
    behind_figures BIGINT NOT NULL,
    for_overdue_report BOOLEAN NOT NULL,
    reply_days BIGINT NOT NULL,
    number_word VARCHAR NOT NULL,
    name_zh_hans VARCHAR NOT NULL,
    name_zh_hant VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL
);

CREATE TABLE notice (
    programme_id VARCHAR NOT NULL,
    notice_id VARCHAR NOT NULL,
    decision VARCHAR NOT NULL,
    step VARCHAR NOT NULL,
    cause VARCHAR NOT NULL,
    unit_id VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL,
    target_id VARCHAR NOT NULL,
    reference_period DATE NOT NULL,
    as_of TIMESTAMP NOT NULL,
    months_behind BIGINT NOT NULL,
    facts_json VARCHAR NOT NULL,
    number_word VARCHAR,
    number_year BIGINT,
    number_running BIGINT,
    language VARCHAR,
    title VARCHAR,
    addressee VARCHAR,
    paragraphs_json VARCHAR,
    reply_due_on DATE,
    reason VARCHAR,
    decided_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE notice_event (
    programme_id VARCHAR NOT NULL,
    notice_id VARCHAR NOT NULL,
    event VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    written_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
