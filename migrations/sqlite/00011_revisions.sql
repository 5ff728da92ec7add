-- +goose Up
-- New drafts of an article in check: what happened to every sentence and claim, and what has to be rechecked.

-- since_revision_id: the words are unchanged since this revision (0: since the first). Older marks do not count.
-- settled_revision_id is the revision whose words were last settled, while the sentence is to be rechecked.
ALTER TABLE tracks ADD COLUMN since_revision_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tracks ADD COLUMN settled_revision_id INTEGER REFERENCES revisions (id);

-- For a sentence that was split or merged: the sentences it came from.
CREATE TABLE track_origins (
    track_id  INTEGER NOT NULL REFERENCES tracks (id),
    origin_id INTEGER NOT NULL REFERENCES tracks (id),
    PRIMARY KEY (track_id, origin_id)
) WITHOUT ROWID;

-- For a claim whose words changed and that has no annotation since: the first revision with the words that were annotated.
ALTER TABLE claims ADD COLUMN former_since INTEGER;

-- An unchanged sentence that refers back to a changed one. Users are offered a recheck, and may decline.
CREATE TABLE second_looks (
    id          INTEGER PRIMARY KEY,
    article_id  INTEGER NOT NULL REFERENCES articles (id),
    revision_id INTEGER NOT NULL REFERENCES revisions (id), -- with which the other one changed
    track_id    INTEGER NOT NULL REFERENCES tracks (id),
    on_track_id INTEGER NOT NULL REFERENCES tracks (id), -- the one that changed
    change      TEXT NOT NULL CHECK (change IN ('edited', 'split', 'merged', 'new', 'dropped', 'moved')),
    words       TEXT NOT NULL CHECK (length(words) > 0), -- that lean
    outcome     TEXT NOT NULL DEFAULT 'offered' CHECK (outcome IN ('offered', 'again', 'holds')),
    settled_by  INTEGER REFERENCES users (id),
    settled_at  TIMESTAMP,
    CHECK ((outcome = 'offered') = (settled_by IS NULL))
);
CREATE INDEX second_looks_by_track ON second_looks (track_id, id);
CREATE INDEX second_looks_offered ON second_looks (article_id, id) WHERE outcome = 'offered';

-- A revision can be withdrawn until work on it begins. It stays in the audit log.
ALTER TABLE revisions ADD COLUMN withdrawn_at TIMESTAMP;
ALTER TABLE revisions ADD COLUMN withdrawn_by INTEGER REFERENCES users (id);
DROP TRIGGER revisions_immutable;
-- +goose StatementBegin
CREATE TRIGGER revisions_immutable BEFORE UPDATE ON revisions
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    OR (NEW.id, NEW.article_id, NEW.number, NEW.text, NEW.sha256, NEW.original_sha256, NEW.original_name, NEW.note, NEW.created_by, NEW.created_at)
    IS NOT (OLD.id, OLD.article_id, OLD.number, OLD.text, OLD.sha256, OLD.original_sha256, OLD.original_name, OLD.note, OLD.created_by, OLD.created_at)
BEGIN SELECT RAISE(ABORT, 'a revision is immutable'); END;
-- +goose StatementEnd

-- A manual boundary is carried over to the next draft. There it created no sentence.
CREATE TABLE boundaries_anew (
    id           INTEGER PRIMARY KEY,
    revision_id  INTEGER NOT NULL REFERENCES revisions (id),
    at_cp        INTEGER NOT NULL CHECK (at_cp > 0),
    begins       BOOLEAN NOT NULL CHECK (begins IN (0, 1)), -- a sentence begins there; otherwise one goes on
    sentence_id  INTEGER UNIQUE, -- the first sentence that it made, which may be gone by now; none where it was taken along
    made_by      INTEGER NOT NULL REFERENCES users (id),
    made_at      TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    withdrawn_by INTEGER REFERENCES users (id)
);
INSERT INTO boundaries_anew SELECT id, revision_id, at_cp, begins, sentence_id, made_by, made_at, withdrawn_at, withdrawn_by FROM boundaries;
DROP TABLE boundaries;
ALTER TABLE boundaries_anew RENAME TO boundaries;
CREATE INDEX boundaries_by_revision ON boundaries (revision_id, id);
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
