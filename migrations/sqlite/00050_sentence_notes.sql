-- +goose Up
-- Notes on sentences, people who are mentioned in notes and queries, and queries to reviewers.

-- A note settles nothing. It keeps the words of the sentence that it was written about. at_cp is as in queries.
CREATE TABLE sentence_notes (
    id           INTEGER PRIMARY KEY,
    article_id   INTEGER NOT NULL REFERENCES articles (id),
    desk_id      INTEGER NOT NULL REFERENCES desks (id),
    track_id     INTEGER NOT NULL REFERENCES tracks (id),
    at_cp        INTEGER CHECK (at_cp >= 0),
    author_id    INTEGER NOT NULL REFERENCES users (id),
    body         TEXT NOT NULL CHECK (length(body) > 0),
    words        TEXT NOT NULL,
    at           TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP -- by its author; nobody else can withdraw it
);
CREATE INDEX sentence_notes_by_track ON sentence_notes (track_id, id);
CREATE INDEX sentence_notes_by_article ON sentence_notes (article_id, id);
-- +goose StatementBegin
CREATE TRIGGER sentence_notes_append_only BEFORE UPDATE ON sentence_notes
WHEN (NEW.id, NEW.article_id, NEW.desk_id, NEW.author_id, NEW.body, NEW.words, NEW.at)
    IS NOT (OLD.id, OLD.article_id, OLD.desk_id, OLD.author_id, OLD.body, OLD.words, OLD.at)
    OR OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NOT OLD.withdrawn_at
BEGIN SELECT RAISE(ABORT, 'a note can only be withdrawn'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sentence_notes_kept BEFORE DELETE ON sentence_notes BEGIN SELECT RAISE(ABORT, 'a note can only be withdrawn'); END;
-- +goose StatementEnd

-- Who is mentioned in a note or in a message of a query, until they answer or dismiss it.
CREATE TABLE mentions (
    id         INTEGER PRIMARY KEY,
    note_id    INTEGER REFERENCES sentence_notes (id),
    message_id INTEGER REFERENCES messages (id),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    settled_at TIMESTAMP,
    CHECK ((note_id IS NULL) <> (message_id IS NULL))
);
CREATE INDEX mentions_unsettled ON mentions (user_id, id) WHERE settled_at IS NULL;
CREATE INDEX mentions_by_note ON mentions (note_id) WHERE note_id IS NOT NULL;
CREATE INDEX mentions_by_message ON mentions (message_id) WHERE message_id IS NOT NULL;

-- A query can be addressed to a reviewer. SQLite cannot change a constraint, so the column is replaced.
ALTER TABLE queries ADD COLUMN addressee TEXT NOT NULL DEFAULT 'writer' CHECK (addressee IN ('writer', 'editor', 'reviewer'));
UPDATE queries SET addressee = to_role;
ALTER TABLE queries DROP COLUMN to_role;
ALTER TABLE queries RENAME COLUMN addressee TO to_role;
