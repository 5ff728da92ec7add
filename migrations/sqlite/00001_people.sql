-- +goose Up
-- Desks, users, roles, sessions and one-time links.

CREATE TABLE users (
    id            INTEGER PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    name          TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    password_hash TEXT NOT NULL DEFAULT '',
    created_at    TIMESTAMP NOT NULL,
    disabled_at   TIMESTAMP
);

CREATE TABLE desks (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
    -- The sourcing policy: so many secondary sources of different publishers stand for one primary.
    secondaries   INTEGER NOT NULL DEFAULT 2 CHECK (secondaries BETWEEN 2 AND 9),
    second_reader BOOLEAN NOT NULL DEFAULT FALSE CHECK (second_reader IN (0, 1)),
    blind         BOOLEAN NOT NULL DEFAULT FALSE CHECK (blind IN (0, 1)),
    created_at    TIMESTAMP NOT NULL
);

CREATE TABLE memberships (
    user_id    INTEGER NOT NULL REFERENCES users (id),
    desk_id    INTEGER NOT NULL REFERENCES desks (id),
    role       TEXT NOT NULL CHECK (role IN ('writer', 'reviewer', 'editor', 'auditor', 'admin')),
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (user_id, desk_id)
) WITHOUT ROWID;
CREATE INDEX memberships_by_desk ON memberships (desk_id, user_id, role);

-- A one-time link. purpose: setup makes the first administrator, join a new person, reset a new password.
CREATE TABLE invitations (
    id         INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    purpose    TEXT NOT NULL CHECK (purpose IN ('setup', 'join', 'reset')),
    email      TEXT NOT NULL DEFAULT '',
    name       TEXT NOT NULL DEFAULT '',
    desk_id    INTEGER REFERENCES desks (id),
    role       TEXT NOT NULL DEFAULT '' CHECK (role IN ('', 'writer', 'reviewer', 'editor', 'auditor', 'admin')),
    invited_by INTEGER REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at    TIMESTAMP,
    revoked_at TIMESTAMP
);
CREATE INDEX invitations_by_desk ON invitations (desk_id, id);

-- Rows of this table are deleted; AUTOINCREMENT keeps an id from meaning two sessions in the record.
CREATE TABLE sessions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    user_agent TEXT NOT NULL DEFAULT '',
    address    TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id, id);

CREATE TABLE api_tokens (
    id           INTEGER PRIMARY KEY,
    token_hash   TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    user_id      INTEGER NOT NULL REFERENCES users (id),
    name         TEXT NOT NULL DEFAULT '',
    scope        TEXT NOT NULL DEFAULT 'write' CHECK (scope IN ('read', 'write')),
    created_at   TIMESTAMP NOT NULL,
    expires_at   TIMESTAMP,
    last_used_at TIMESTAMP,
    revoked_at   TIMESTAMP
);
CREATE INDEX api_tokens_by_user ON api_tokens (user_id, id);

-- Failed logins, counted per account and per address. subject is a hash, so that the table lists no addresses.
CREATE TABLE failed_logins (
    id      INTEGER PRIMARY KEY,
    subject TEXT NOT NULL CHECK (length(subject) = 64),
    at      TIMESTAMP NOT NULL
);
CREATE INDEX failed_logins_by_subject ON failed_logins (subject, at);
