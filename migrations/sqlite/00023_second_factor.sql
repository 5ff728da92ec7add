-- +goose Up
-- A second factor beside the password: one-time codes by the clock (RFC 6238), and recovery codes for who lost the device.

-- last_step is the number of the newest code that was used: neither it nor an older one opens anything again, at any instance.
CREATE TABLE second_factors (
    user_id      INTEGER PRIMARY KEY REFERENCES users (id),
    secret       TEXT NOT NULL CHECK (length(secret) BETWEEN 16 AND 64),
    last_step    INTEGER NOT NULL DEFAULT 0,
    created_at   TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP
);

CREATE TABLE recovery_codes (
    id        INTEGER PRIMARY KEY,
    user_id   INTEGER NOT NULL REFERENCES users (id),
    code_hash TEXT NOT NULL CHECK (length(code_hash) = 64),
    used_at   TIMESTAMP,
    UNIQUE (user_id, code_hash)
);

-- A sign-in whose password was right, and whose code is awaited.
CREATE TABLE sign_ins (
    token_hash TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sign_ins_by_user ON sign_ins (user_id);
CREATE INDEX sign_ins_by_age ON sign_ins (expires_at);

-- How the person showed who they are, and when the browser was last seen (to the hour).
ALTER TABLE sessions ADD COLUMN proof TEXT NOT NULL DEFAULT 'password' CHECK (proof IN ('password', 'code', 'sign-on'));
ALTER TABLE sessions ADD COLUMN seen_at TIMESTAMP;

UPDATE sessions SET seen_at = created_at;

-- Until now the sessions of both kinds were alike; whoever the provider knows may have come by it.
UPDATE sessions SET proof = 'sign-on' WHERE user_id IN (SELECT u.id FROM users u JOIN identities i ON i.user_id = u.id WHERE u.password_hash = '');
