-- +goose Up
-- The second factor: time-based one-time codes (RFC 6238), and recovery codes for a lost device.

-- last_step is the time step of the newest used code. No instance accepts this code or an older one.
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

-- A sign-in with the right password that waits for the code.
CREATE TABLE sign_ins (
    token_hash TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sign_ins_by_user ON sign_ins (user_id);
CREATE INDEX sign_ins_by_age ON sign_ins (expires_at);

-- How the user signed in, and when the browser was last seen (to the hour).
ALTER TABLE sessions ADD COLUMN proof TEXT NOT NULL DEFAULT 'password' CHECK (proof IN ('password', 'code', 'sign-on'));
ALTER TABLE sessions ADD COLUMN seen_at TIMESTAMP;

UPDATE sessions SET seen_at = created_at;

-- Earlier sessions do not say how the user signed in. Those of users with an identity and no password count as single sign-on.
UPDATE sessions SET proof = 'sign-on' WHERE user_id IN (SELECT u.id FROM users u JOIN identities i ON i.user_id = u.id WHERE u.password_hash = '');
