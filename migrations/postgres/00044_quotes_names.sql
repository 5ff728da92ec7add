-- +goose Up
-- Whether the quote of a piece of evidence was found in a snapshot of its source, as it was looked for once the two came together.
CREATE TABLE quote_answers (
    evidence_id BIGINT NOT NULL REFERENCES evidence (id),
    snapshot_id BIGINT NOT NULL REFERENCES snapshots (id),
    answer      TEXT NOT NULL CHECK (answer IN ('there', 'missing', 'unreadable')),
    PRIMARY KEY (evidence_id, snapshot_id)
);

-- A person's name as it was typed; empty until the program has compared it. Where two at a desk have the same one, users.name has more.
ALTER TABLE users ADD COLUMN typed_name TEXT NOT NULL DEFAULT '';
