-- +goose Up
-- A browser in which a person has signed in. Its cookie holds a token of which only the hash is kept. Wrong passwords that come from
-- elsewhere do not lock it out.
CREATE TABLE known_browsers (
    token_hash TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL
) WITHOUT ROWID;
CREATE INDEX known_browsers_by_user ON known_browsers (user_id, created_at);
