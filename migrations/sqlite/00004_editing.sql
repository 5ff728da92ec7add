-- +goose Up
-- Corrections, queries with their messages, sign-offs and overrides.

CREATE TABLE corrections (
    id          INTEGER PRIMARY KEY,
    claim_id    INTEGER NOT NULL REFERENCES claims (id),
    from_text   TEXT NOT NULL,
    to_text     TEXT NOT NULL,
    reason      TEXT NOT NULL DEFAULT '',
    state       TEXT NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'accepted', 'declined', 'made')),
    proposed_by INTEGER NOT NULL REFERENCES users (id),
    proposed_at TIMESTAMP NOT NULL,
    decided_by  INTEGER REFERENCES users (id),
    decided_at  TIMESTAMP,
    version     INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX corrections_by_claim ON corrections (claim_id, id);

CREATE TABLE queries (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    track_id   INTEGER REFERENCES tracks (id),
    claim_id   INTEGER REFERENCES claims (id),
    raised_by  INTEGER NOT NULL REFERENCES users (id),
    to_role    TEXT NOT NULL CHECK (to_role IN ('writer', 'editor')),
    to_user    INTEGER REFERENCES users (id),
    state      TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'settled', 'dismissed')),
    reason     TEXT NOT NULL DEFAULT '',
    at         TIMESTAMP NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1,
    CHECK (state <> 'dismissed' OR length(reason) > 0)
);
CREATE INDEX queries_by_article ON queries (article_id, state, id);
CREATE INDEX queries_by_user ON queries (to_user, state, id);

CREATE TABLE messages (
    id        INTEGER PRIMARY KEY,
    query_id  INTEGER NOT NULL REFERENCES queries (id),
    author_id INTEGER NOT NULL REFERENCES users (id),
    body      TEXT NOT NULL CHECK (length(body) > 0),
    at        TIMESTAMP NOT NULL
);
CREATE INDEX messages_by_query ON messages (query_id, id);

-- A sign-off names the sha256 of the text it signs; any edit voids it.
CREATE TABLE signoffs (
    id          INTEGER PRIMARY KEY,
    article_id  INTEGER NOT NULL REFERENCES articles (id),
    revision_id INTEGER NOT NULL REFERENCES revisions (id),
    sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
    user_id     INTEGER NOT NULL REFERENCES users (id),
    role        TEXT NOT NULL CHECK (role IN ('editor', 'admin')),
    at          TIMESTAMP NOT NULL,
    voided_at   TIMESTAMP,
    void_reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX signoffs_by_article ON signoffs (article_id, id);

CREATE TABLE overrides (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    claim_id   INTEGER REFERENCES claims (id),
    gate_code  TEXT NOT NULL,
    reason     TEXT NOT NULL CHECK (length(reason) > 0),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    at         TIMESTAMP NOT NULL
);
CREATE INDEX overrides_by_article ON overrides (article_id, id);
