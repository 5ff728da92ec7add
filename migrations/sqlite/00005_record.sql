-- +goose Up
-- The audit log: every change writes its event in its own transaction. Each event's hash covers its stored
-- columns and the previous hash, which reveals a later edit. Triggers refuse such edits.

CREATE TABLE events (
    id         INTEGER PRIMARY KEY, -- its place in the chain: 1, 2, 3, …, without a gap
    at         TIMESTAMP NOT NULL,
    actor_id   INTEGER REFERENCES users (id), -- none: the command line or the program itself
    action     TEXT NOT NULL,
    object     TEXT NOT NULL,
    object_id  INTEGER NOT NULL,
    article_id INTEGER REFERENCES articles (id),
    desk_id    INTEGER REFERENCES desks (id),
    before     TEXT NOT NULL DEFAULT '', -- JSON, or empty
    after      TEXT NOT NULL DEFAULT '', -- JSON, or empty
    prev_hash  TEXT NOT NULL CHECK (length(prev_hash) = 64),
    hash       TEXT NOT NULL CHECK (length(hash) = 64)
);
CREATE INDEX events_by_article ON events (article_id, id);
CREATE INDEX events_by_object ON events (object, object_id, id);
CREATE INDEX events_by_actor ON events (actor_id, article_id, id);

-- The length and head of the hash chain, in one row. Every write updates it, so a missing tail is detected.
CREATE TABLE chain (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    length INTEGER NOT NULL CHECK (length >= 0),
    head   TEXT NOT NULL CHECK (length(head) = 64)
);
INSERT INTO chain (id, length, head) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- +goose StatementBegin
CREATE TRIGGER events_immutable BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'an event is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_kept BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'an event is immutable'); END;
-- +goose StatementEnd
