-- +goose Up
-- Whether a snapshot contains the quote of a piece of evidence. The search runs when both exist.
CREATE TABLE quote_answers (
    evidence_id INTEGER NOT NULL REFERENCES evidence (id),
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
    answer      TEXT NOT NULL CHECK (answer IN ('there', 'missing', 'unreadable')),
    PRIMARY KEY (evidence_id, snapshot_id)
) WITHOUT ROWID;

-- A user's name as typed; empty until the program has compared it. If two users of a desk share a name, users.name has an addition.
ALTER TABLE users ADD COLUMN typed_name TEXT NOT NULL DEFAULT '';
