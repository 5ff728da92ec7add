-- +goose Up
-- The secret address of a user's calendar: only its hash is stored. A user has at most one.
CREATE TABLE calendars (
    user_id    BIGINT PRIMARY KEY REFERENCES users (id),
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    made_at    TIMESTAMPTZ NOT NULL
);
