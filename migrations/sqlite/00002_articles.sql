-- +goose Up
-- Articles, their immutable revisions, and the sentences that partition each revision.
-- A track is the identity of one sentence through all revisions. A sentence is its place in one revision.

CREATE TABLE articles (
    id          INTEGER PRIMARY KEY,
    desk_id     INTEGER NOT NULL REFERENCES desks (id),
    title       TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 500),
    title_fold  TEXT NOT NULL, -- the title case-folded, for search
    language    TEXT NOT NULL DEFAULT 'en',
    writer_id   INTEGER REFERENCES users (id),
    created_by  INTEGER REFERENCES users (id),
    created_at  TIMESTAMP NOT NULL,
    due_at      TIMESTAMP,
    state       TEXT NOT NULL DEFAULT 'checking' CHECK (state IN ('checking', 'signed')),
    trashed_at  TIMESTAMP,
    trashed_by  INTEGER REFERENCES users (id),
    revision_id INTEGER REFERENCES revisions (id), -- the current revision
    version     INTEGER NOT NULL DEFAULT 1, -- of title, due time and the like: what a form must have read
    changes     INTEGER NOT NULL DEFAULT 1, -- grows with every change of anything in the article: what a page was drawn from
    sentences            INTEGER NOT NULL DEFAULT 0 CHECK (sentences >= 0),
    sentences_unread     INTEGER NOT NULL DEFAULT 0 CHECK (sentences_unread >= 0),
    sentences_clear      INTEGER NOT NULL DEFAULT 0 CHECK (sentences_clear >= 0),
    sentences_open       INTEGER NOT NULL DEFAULT 0 CHECK (sentences_open >= 0),
    sentences_done       INTEGER NOT NULL DEFAULT 0 CHECK (sentences_done >= 0),
    sentences_recheck    INTEGER NOT NULL DEFAULT 0 CHECK (sentences_recheck >= 0),
    claims               INTEGER NOT NULL DEFAULT 0 CHECK (claims >= 0),
    claims_sourced       INTEGER NOT NULL DEFAULT 0 CHECK (claims_sourced >= 0),
    claims_disputed      INTEGER NOT NULL DEFAULT 0 CHECK (claims_disputed >= 0),
    claims_unverified    INTEGER NOT NULL DEFAULT 0 CHECK (claims_unverified >= 0),
    claims_unchecked     INTEGER NOT NULL DEFAULT 0 CHECK (claims_unchecked >= 0),
    claims_disagree      INTEGER NOT NULL DEFAULT 0 CHECK (claims_disagree >= 0),
    CHECK (sentences = sentences_unread + sentences_clear + sentences_open + sentences_done + sentences_recheck),
    CHECK (claims = claims_sourced + claims_disputed + claims_unverified + claims_unchecked)
);
CREATE INDEX articles_by_desk ON articles (desk_id, id);
-- The order of lists, read by desk and page: by due time. Articles with the same or no due time are ordered newest first.
CREATE INDEX articles_by_due ON articles (desk_id, due_at, id DESC) WHERE trashed_at IS NULL;
CREATE INDEX articles_trashed ON articles (desk_id, trashed_at) WHERE trashed_at IS NOT NULL;

-- Totals of a desk, without the trash. The transaction that changes an article's counters updates them.
CREATE TABLE desk_counts (
    desk_id  INTEGER PRIMARY KEY REFERENCES desks (id),
    articles INTEGER NOT NULL DEFAULT 0 CHECK (articles >= 0),
    sentences            INTEGER NOT NULL DEFAULT 0 CHECK (sentences >= 0),
    sentences_unread     INTEGER NOT NULL DEFAULT 0 CHECK (sentences_unread >= 0),
    sentences_clear      INTEGER NOT NULL DEFAULT 0 CHECK (sentences_clear >= 0),
    sentences_open       INTEGER NOT NULL DEFAULT 0 CHECK (sentences_open >= 0),
    sentences_done       INTEGER NOT NULL DEFAULT 0 CHECK (sentences_done >= 0),
    sentences_recheck    INTEGER NOT NULL DEFAULT 0 CHECK (sentences_recheck >= 0),
    claims               INTEGER NOT NULL DEFAULT 0 CHECK (claims >= 0),
    claims_sourced       INTEGER NOT NULL DEFAULT 0 CHECK (claims_sourced >= 0),
    claims_disputed      INTEGER NOT NULL DEFAULT 0 CHECK (claims_disputed >= 0),
    claims_unverified    INTEGER NOT NULL DEFAULT 0 CHECK (claims_unverified >= 0),
    claims_unchecked     INTEGER NOT NULL DEFAULT 0 CHECK (claims_unchecked >= 0),
    claims_disagree      INTEGER NOT NULL DEFAULT 0 CHECK (claims_disagree >= 0)
);

-- Imported files, each stored once.
CREATE TABLE originals (
    sha256     TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    media_type TEXT NOT NULL,
    size       INTEGER NOT NULL CHECK (size >= 0),
    bytes      BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE revisions (
    id              INTEGER PRIMARY KEY,
    article_id      INTEGER NOT NULL REFERENCES articles (id),
    number          INTEGER NOT NULL CHECK (number >= 1),
    text            TEXT NOT NULL CHECK (length(text) > 0),
    sha256          TEXT NOT NULL CHECK (length(sha256) = 64),
    original_sha256 TEXT REFERENCES originals (sha256),
    original_name   TEXT NOT NULL DEFAULT '',
    note            TEXT NOT NULL DEFAULT '',
    created_by      INTEGER REFERENCES users (id),
    created_at      TIMESTAMP NOT NULL,
    UNIQUE (article_id, number)
);

CREATE TABLE tracks (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    state      TEXT NOT NULL DEFAULT 'unread' CHECK (state IN ('unread', 'clear', 'open', 'done', 'recheck')),
    recheck    BOOLEAN NOT NULL DEFAULT FALSE CHECK (recheck IN (0, 1)), -- text changed since it was settled
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX tracks_by_article ON tracks (article_id, state, id);

-- Offsets (start_cp, end_cp) are Unicode code points from the start of the revision's text, half open.
-- text is a copy of that slice, so exports and searches need no slicing. linecheck verify compares the two.
CREATE TABLE sentences (
    id          INTEGER PRIMARY KEY,
    revision_id INTEGER NOT NULL REFERENCES revisions (id),
    track_id    INTEGER NOT NULL REFERENCES tracks (id),
    ordinal     INTEGER NOT NULL CHECK (ordinal >= 1),
    region      TEXT NOT NULL CHECK (region IN ('headline', 'kicker', 'byline', 'dateline', 'caption', 'body', 'quote box', 'list')),
    start_cp    INTEGER NOT NULL CHECK (start_cp >= 0),
    end_cp      INTEGER NOT NULL CHECK (end_cp > start_cp),
    text        TEXT NOT NULL,
    UNIQUE (revision_id, ordinal)
);
CREATE INDEX sentences_by_track ON sentences (track_id, revision_id);

-- "Read, nothing to check": one user's mark on one sentence. Append only: undoing it sets withdrawn_at.
CREATE TABLE readings (
    id           INTEGER PRIMARY KEY,
    track_id     INTEGER NOT NULL REFERENCES tracks (id),
    revision_id  INTEGER NOT NULL REFERENCES revisions (id),
    reader_id    INTEGER NOT NULL REFERENCES users (id),
    at           TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    withdrawn_by INTEGER REFERENCES users (id)
);
CREATE INDEX readings_by_track ON readings (track_id, id);

-- Users who are assigned to an article, or have worked on it.
CREATE TABLE article_people (
    article_id  INTEGER NOT NULL REFERENCES articles (id),
    user_id     INTEGER NOT NULL REFERENCES users (id),
    assigned_at TIMESTAMP,
    assigned_by INTEGER REFERENCES users (id),
    last_at     TIMESTAMP, -- of this person's last reading, claim or annotation here
    PRIMARY KEY (article_id, user_id)
) WITHOUT ROWID;
CREATE INDEX article_people_by_user ON article_people (user_id, article_id);

-- +goose StatementBegin
CREATE TRIGGER revisions_immutable BEFORE UPDATE ON revisions BEGIN SELECT RAISE(ABORT, 'a revision is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revisions_kept BEFORE DELETE ON revisions BEGIN SELECT RAISE(ABORT, 'a revision is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER readings_append_only BEFORE UPDATE ON readings
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    OR (NEW.id, NEW.track_id, NEW.revision_id, NEW.reader_id, NEW.at) IS NOT (OLD.id, OLD.track_id, OLD.revision_id, OLD.reader_id, OLD.at)
BEGIN SELECT RAISE(ABORT, 'a reading can only be withdrawn'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER readings_kept BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'a reading can only be withdrawn'); END;
-- +goose StatementEnd
