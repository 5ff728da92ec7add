-- +goose Up
-- Where a person has said that a sentence begins, or that one goes on. The splitter's word counts everywhere else.

-- at_cp is a code point of the revision's text: of the second sentence's first character. Of several rows for one place the
-- newest that is not withdrawn counts. Append only; taking one back fills withdrawn_at.
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

-- Sentences that are gone because they were cut anew: a page that still shows one must never act on another.
CREATE TABLE former_sentences (
    id          INTEGER PRIMARY KEY, -- as it was in sentences; no sentence gets it again
    revision_id INTEGER NOT NULL REFERENCES revisions (id),
    track_id    INTEGER NOT NULL REFERENCES tracks (id),
    start_cp    INTEGER NOT NULL CHECK (start_cp >= 0),
    end_cp      INTEGER NOT NULL CHECK (end_cp > start_cp),
    gone_at     TIMESTAMP NOT NULL
);
CREATE INDEX former_sentences_by_track ON former_sentences (track_id, revision_id);

-- Grows whenever sentences of the article are cut anew: a page drawn from another number counts them differently.
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
