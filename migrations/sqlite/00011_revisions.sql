-- +goose Up
-- Drafts that change while they are checked: what became of every sentence and claim, and what is to be looked at again.

-- A mark on a sentence counts from the revision since which its words have not changed (0: ever since the first).
-- settled_revision_id is the revision whose words were last settled, while the sentence is to be checked again.
ALTER TABLE tracks ADD COLUMN since_revision_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tracks ADD COLUMN settled_revision_id INTEGER REFERENCES revisions (id);

-- Of a sentence that was split or merged on the way: those it came from, as far back as needed.
CREATE TABLE track_origins (
    track_id  INTEGER NOT NULL REFERENCES tracks (id),
    origin_id INTEGER NOT NULL REFERENCES tracks (id),
    PRIMARY KEY (track_id, origin_id)
) WITHOUT ROWID;

-- Of a claim whose words changed, and that nobody has annotated since: the revision since which they had been as they were annotated.
ALTER TABLE claims ADD COLUMN former_since INTEGER;

-- A sentence that did not change but leans on one that did: offered for a second look, never forced.
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

-- A revision can be taken back while nothing was done on it. It stays in the record.
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

-- A person's word on where a sentence begins goes along to the next draft: there no sentence was made by it.
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
