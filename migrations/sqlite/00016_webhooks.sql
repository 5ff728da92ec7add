-- +goose Up
-- Webhooks and their deliveries. A delivery is written in the transaction of the change that it reports.

CREATE TABLE webhooks (
    id            INTEGER PRIMARY KEY,
    desk_id       INTEGER NOT NULL REFERENCES desks (id),
    name          TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    address       TEXT NOT NULL CHECK (length(address) BETWEEN 1 AND 2000),
    -- Of what it is told.
    claims        BOOLEAN NOT NULL CHECK (claims IN (0, 1)),
    gates         BOOLEAN NOT NULL CHECK (gates IN (0, 1)),
    signoffs      BOOLEAN NOT NULL CHECK (signoffs IN (0, 1)),
    -- What signs the deliveries; the one before it signs beside it for a while.
    secret        TEXT NOT NULL,
    former_secret TEXT NOT NULL DEFAULT '',
    former_until  TIMESTAMP,
    version       INTEGER NOT NULL DEFAULT 1,
    created_by    INTEGER NOT NULL REFERENCES users (id),
    created_at    TIMESTAMP NOT NULL,
    off_at        TIMESTAMP, -- switched off since
    removed_at    TIMESTAMP  -- the row stays, for the record; its secrets go
);
CREATE INDEX webhooks_of_desk ON webhooks (desk_id, id) WHERE removed_at IS NULL;

-- One event for one webhook. Finished rows are deleted later. AUTOINCREMENT prevents that an id is used for two deliveries.
CREATE TABLE deliveries (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook_id   INTEGER NOT NULL REFERENCES webhooks (id),
    message      TEXT NOT NULL, -- its webhook-id, the same at every try
    kind         TEXT NOT NULL,
    article_id   INTEGER REFERENCES articles (id),
    body         TEXT NOT NULL,
    created_at   TIMESTAMP NOT NULL,
    state        TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'given up', 'stopped')),
    tries        INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    next_at      TIMESTAMP NOT NULL,
    lease        TEXT NOT NULL DEFAULT '', -- of the instance that is sending it
    leased_until TIMESTAMP,
    tried_at     TIMESTAMP,
    status       INTEGER NOT NULL DEFAULT 0, -- of the last answer; 0: there was none
    detail       TEXT NOT NULL DEFAULT '',   -- why the last try failed, as a sentence
    answer       TEXT NOT NULL DEFAULT '',   -- how the last answer began
    ended_at     TIMESTAMP
);
CREATE INDEX deliveries_due ON deliveries (next_at, id) WHERE state = 'waiting';
CREATE INDEX deliveries_of_webhook ON deliveries (webhook_id, id);
CREATE INDEX deliveries_ended ON deliveries (ended_at) WHERE state <> 'waiting';

-- Articles whose gate was last reported as open. Only desks with a webhook for gate events have rows.
CREATE TABLE open_gates (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id),
    desk_id    INTEGER NOT NULL REFERENCES desks (id)
);
CREATE INDEX open_gates_of_desk ON open_gates (desk_id);
