-- +goose Up
-- The signed receipts of sign-offs.
CREATE TABLE receipts (
    signoff_id BIGINT PRIMARY KEY REFERENCES signoffs (id),
    public_id  TEXT NOT NULL UNIQUE,
    sha256     TEXT NOT NULL CHECK (length(sha256) = 64), -- of jws, lower-case hex
    jws        TEXT NOT NULL -- compact
);

-- Lines that the desk's site adds to what it publishes, one per line; * # @ stand for words.
ALTER TABLE desks ADD COLUMN furniture TEXT NOT NULL DEFAULT '';

-- The dashboard counts articles in check from the index alone.
DROP INDEX articles_checking;
CREATE INDEX articles_checking ON articles (desk_id, due_at, trashed_at, state) WHERE state = 'checking' AND trashed_at IS NULL;
