-- +goose Up
-- Claims, their occurrences in each revision, and the annotations and evidence of reviewers.
-- A claim persists through all revisions. An occurrence is one place of its words in one revision.

CREATE TABLE claims (
    id             INTEGER PRIMARY KEY,
    article_id     INTEGER NOT NULL REFERENCES articles (id),
    desk_id        INTEGER NOT NULL REFERENCES desks (id), -- its article's, so that lists need no join
    kind           TEXT NOT NULL DEFAULT 'other' CHECK (kind IN ('name', 'title', 'age', 'date', 'number', 'measurement', 'poll', 'quote',
                   'attribution', 'place', 'event', 'superlative', 'law', 'product', 'caption', 'other')),
    risk           TEXT NOT NULL DEFAULT 'normal' CHECK (risk IN ('normal', 'high', 'legal')),
    status         TEXT NOT NULL DEFAULT 'unchecked' CHECK (status IN ('unchecked', 'sourced', 'disputed', 'unverified')),
    disagree       BOOLEAN NOT NULL DEFAULT FALSE CHECK (disagree IN (0, 1)),
    resolution     TEXT NOT NULL DEFAULT 'none' CHECK (resolution IN ('none', 'stands', 'corrected', 'softened', 'attributed', 'cut', 'on author',
                   'opinion', 'run as is')),
    resolved_by    INTEGER REFERENCES users (id),
    resolved_at    TIMESTAMP,
    assignee_id    INTEGER REFERENCES users (id),
    due_at         TIMESTAMP,
    since_revision INTEGER NOT NULL DEFAULT 1, -- its words have not changed since this revision; older annotations no longer count
    version        INTEGER NOT NULL DEFAULT 1,
    created_by     INTEGER REFERENCES users (id),
    created_at     TIMESTAMP NOT NULL,
    changed_at     TIMESTAMP NOT NULL, -- last change of its status: what the dashboard's date filter asks
    withdrawn_at   TIMESTAMP,
    withdrawn_by   INTEGER REFERENCES users (id),
    CHECK (status <> 'unchecked' OR NOT disagree)
);
CREATE INDEX claims_by_article ON claims (article_id, id);
CREATE INDEX claims_by_desk ON claims (desk_id, id) WHERE withdrawn_at IS NULL;
CREATE INDEX claims_by_status ON claims (desk_id, status, id) WHERE withdrawn_at IS NULL;
CREATE INDEX claims_by_change ON claims (desk_id, changed_at, status) WHERE withdrawn_at IS NULL;
CREATE INDEX claims_disagreeing ON claims (desk_id, id) WHERE disagree AND withdrawn_at IS NULL;

-- Offsets are code points of the revision's text; text[start_cp:end_cp] = exact, always.
CREATE TABLE occurrences (
    id          INTEGER PRIMARY KEY,
    claim_id    INTEGER NOT NULL REFERENCES claims (id),
    revision_id INTEGER NOT NULL REFERENCES revisions (id),
    sentence_id INTEGER NOT NULL REFERENCES sentences (id), -- the one in which it begins
    start_cp    INTEGER NOT NULL CHECK (start_cp >= 0),
    end_cp      INTEGER NOT NULL CHECK (end_cp > start_cp),
    exact       TEXT NOT NULL,
    prefix      TEXT NOT NULL DEFAULT '',
    suffix      TEXT NOT NULL DEFAULT '',
    placement   TEXT NOT NULL DEFAULT 'placed' CHECK (placement IN ('placed', 'moved', 'lost'))
);
CREATE INDEX occurrences_by_place ON occurrences (revision_id, start_cp, claim_id);
CREATE INDEX occurrences_by_claim ON occurrences (claim_id, revision_id);

-- The sentences that an occurrence overlaps: usually one, more if the claim crosses a boundary.
CREATE TABLE occurrence_sentences (
    sentence_id   INTEGER NOT NULL REFERENCES sentences (id),
    occurrence_id INTEGER NOT NULL REFERENCES occurrences (id),
    PRIMARY KEY (sentence_id, occurrence_id)
) WITHOUT ROWID;
CREATE INDEX occurrence_sentences_by_occurrence ON occurrence_sentences (occurrence_id, sentence_id);

CREATE TABLE annotations (
    id           INTEGER PRIMARY KEY,
    claim_id     INTEGER NOT NULL REFERENCES claims (id),
    reviewer_id  INTEGER NOT NULL REFERENCES users (id),
    revision_id  INTEGER NOT NULL REFERENCES revisions (id),
    status       TEXT NOT NULL CHECK (status IN ('sourced', 'disputed', 'unverified')),
    note         TEXT NOT NULL DEFAULT '',
    ruling       BOOLEAN NOT NULL DEFAULT FALSE CHECK (ruling IN (0, 1)),
    at           TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    withdrawn_by INTEGER REFERENCES users (id)
);
CREATE INDEX annotations_by_claim ON annotations (claim_id, id);
CREATE INDEX annotations_by_reviewer ON annotations (reviewer_id, claim_id);

CREATE TABLE sources (
    id           INTEGER PRIMARY KEY,
    desk_id      INTEGER NOT NULL REFERENCES desks (id),
    kind         TEXT NOT NULL DEFAULT 'web page' CHECK (kind IN ('document', 'person', 'recording', 'data', 'web page', 'own observation')),
    title        TEXT NOT NULL CHECK (length(title) > 0),
    publisher    TEXT NOT NULL DEFAULT '',
    url          TEXT NOT NULL DEFAULT '',
    contact      TEXT NOT NULL DEFAULT '',
    confidential BOOLEAN NOT NULL DEFAULT FALSE CHECK (confidential IN (0, 1)),
    created_by   INTEGER REFERENCES users (id),
    created_at   TIMESTAMP NOT NULL
);
CREATE INDEX sources_by_desk ON sources (desk_id, id);

-- Metadata of snapshots. The bytes are in files, each named by its SHA-256.
CREATE TABLE snapshots (
    id         INTEGER PRIMARY KEY,
    source_id  INTEGER NOT NULL REFERENCES sources (id),
    media_type TEXT NOT NULL,
    sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
    size       INTEGER NOT NULL CHECK (size >= 0),
    taken_by   INTEGER REFERENCES users (id),
    taken_at   TIMESTAMP NOT NULL
);
CREATE INDEX snapshots_by_source ON snapshots (source_id, id);

-- class is the source's authority for this one claim, not in general.
CREATE TABLE evidence (
    id            INTEGER PRIMARY KEY,
    claim_id      INTEGER NOT NULL REFERENCES claims (id),
    source_id     INTEGER NOT NULL REFERENCES sources (id),
    annotation_id INTEGER REFERENCES annotations (id), -- the annotation it was given with, if any
    class         TEXT NOT NULL CHECK (class IN ('primary', 'secondary')),
    stance        TEXT NOT NULL CHECK (stance IN ('supports', 'contradicts', 'context')),
    quote         TEXT NOT NULL DEFAULT '',
    locator       TEXT NOT NULL DEFAULT '',
    accessed_on   DATE,
    snapshot_id   INTEGER REFERENCES snapshots (id),
    created_by    INTEGER REFERENCES users (id),
    created_at    TIMESTAMP NOT NULL,
    withdrawn_at  TIMESTAMP,
    withdrawn_by  INTEGER REFERENCES users (id)
);
CREATE INDEX evidence_by_claim ON evidence (claim_id, id);
CREATE INDEX evidence_by_source ON evidence (source_id, id);

-- +goose StatementBegin
CREATE TRIGGER annotations_append_only BEFORE UPDATE ON annotations
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    OR (NEW.id, NEW.claim_id, NEW.reviewer_id, NEW.revision_id, NEW.status, NEW.note, NEW.ruling, NEW.at)
    IS NOT (OLD.id, OLD.claim_id, OLD.reviewer_id, OLD.revision_id, OLD.status, OLD.note, OLD.ruling, OLD.at)
BEGIN SELECT RAISE(ABORT, 'an annotation can only be withdrawn'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER annotations_kept BEFORE DELETE ON annotations BEGIN SELECT RAISE(ABORT, 'an annotation can only be withdrawn'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_append_only BEFORE UPDATE ON evidence
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    OR (NEW.id, NEW.claim_id, NEW.source_id, NEW.annotation_id, NEW.class, NEW.stance, NEW.quote, NEW.locator, NEW.accessed_on, NEW.created_by, NEW.created_at)
    IS NOT (OLD.id, OLD.claim_id, OLD.source_id, OLD.annotation_id, OLD.class, OLD.stance, OLD.quote, OLD.locator, OLD.accessed_on, OLD.created_by, OLD.created_at)
BEGIN SELECT RAISE(ABORT, 'evidence can only be withdrawn'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_kept BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence can only be withdrawn'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claims_kept BEFORE DELETE ON claims BEGIN SELECT RAISE(ABORT, 'a claim can only be withdrawn'); END;
-- +goose StatementEnd
