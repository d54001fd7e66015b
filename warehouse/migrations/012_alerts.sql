-- Who wants to hear of what, by which way, and what was sent: rows are only ever added.

CREATE TABLE alert_subscription (
    programme_id VARCHAR NOT NULL,
    subscription_id VARCHAR NOT NULL,
    subscriber VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    topics VARCHAR NOT NULL,
    unit_ids VARCHAR,
    action_ids VARCHAR,
    language VARCHAR NOT NULL,
    removed BOOLEAN NOT NULL,
    subscribed_by VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE alert_message (
    programme_id VARCHAR NOT NULL,
    message_id VARCHAR NOT NULL,
    subscription_id VARCHAR NOT NULL,
    subscriber VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    event_keys VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    attachment VARCHAR,
    state VARCHAR NOT NULL,
    attempt BIGINT NOT NULL,
    error VARCHAR,
    recorded_at TIMESTAMP NOT NULL
);
