-- +goose Up
-- Manual sentence boundaries: a person split a sentence or joined two. Everywhere else, the program decides.

-- at_cp is the offset of the second sentence's first character, in code points of the revision's text. If several rows have
-- the same at_cp, the newest that is not withdrawn counts. Append only: undoing a boundary sets withdrawn_at.
CREATE TABLE boundaries (
    id           INTEGER PRIMARY KEY,
    revision_id  INTEGER NOT NULL REFERENCES revisions (id),
    at_cp        INTEGER NOT NULL CHECK (at_cp > 0),
    begins       BOOLEAN NOT NULL CHECK (begins IN (0, 1)), -- a sentence begins there; otherwise one goes on
    sentence_id  INTEGER NOT NULL UNIQUE, -- the first sentence that it made, which may be gone by now
    made_by      INTEGER NOT NULL REFERENCES users (id),
    made_at      TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    withdrawn_by INTEGER REFERENCES users (id)
);
CREATE INDEX boundaries_by_revision ON boundaries (revision_id, id);

-- Ids of sentences that a split or merge replaced. They are never reused, so an old page cannot act on another sentence.
CREATE TABLE former_sentences (
    id          INTEGER PRIMARY KEY, -- as it was in sentences; no sentence gets it again
    revision_id INTEGER NOT NULL REFERENCES revisions (id),
    track_id    INTEGER NOT NULL REFERENCES tracks (id),
    start_cp    INTEGER NOT NULL CHECK (start_cp >= 0),
    end_cp      INTEGER NOT NULL CHECK (end_cp > start_cp),
    gone_at     TIMESTAMP NOT NULL
);
CREATE INDEX former_sentences_by_track ON former_sentences (track_id, revision_id);

-- Increases with each split or merge. A page that was made from another number has other sentence numbers.
ALTER TABLE articles ADD COLUMN cuts INTEGER NOT NULL DEFAULT 0;

-- +goose StatementBegin
CREATE TRIGGER boundaries_append_only BEFORE UPDATE ON boundaries
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    OR (NEW.id, NEW.revision_id, NEW.at_cp, NEW.begins, NEW.sentence_id, NEW.made_by, NEW.made_at)
    IS NOT (OLD.id, OLD.revision_id, OLD.at_cp, OLD.begins, OLD.sentence_id, OLD.made_by, OLD.made_at)
BEGIN SELECT RAISE(ABORT, 'a boundary can only be withdrawn'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER boundaries_kept BEFORE DELETE ON boundaries BEGIN SELECT RAISE(ABORT, 'a boundary can only be withdrawn'); END;
-- +goose StatementEnd
