-- What the plan's forms of appraisal count and with which weight is reviewed data; a person's mark is only added.

CREATE TABLE appraisal_criterion (
    catalogue_version BIGINT NOT NULL,
    seed_row BIGINT NOT NULL,
    criterion_id VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    rule_id VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    weight DOUBLE NOT NULL,
    missing VARCHAR NOT NULL,
    name_zh_hans VARCHAR NOT NULL,
    name_zh_hant VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL
);

CREATE TABLE appraisal_mark (
    programme_id VARCHAR NOT NULL,
    criterion_id VARCHAR NOT NULL,
    subject_kind VARCHAR NOT NULL,
    subject_id VARCHAR NOT NULL,
    reference_period DATE NOT NULL,
    mark DOUBLE,
    reason VARCHAR NOT NULL,
    marked_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
