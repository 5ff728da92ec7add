-- +goose Up
-- A browser in which a user has signed in. Its cookie contains a token, and only the hash is stored. Wrong passwords from
-- other browsers do not lock it out.
CREATE TABLE known_browsers (
    token_hash TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL
) WITHOUT ROWID;
CREATE INDEX known_browsers_by_user ON known_browsers (user_id, created_at);
