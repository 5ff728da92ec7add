-- +goose Up
-- Markup of the file that a revision was imported from, as JSON: the kinds of its paragraphs, the addresses of its links, and
-- its comments.
ALTER TABLE revisions ADD COLUMN said TEXT;
DROP TRIGGER revisions_immutable;
-- +goose StatementBegin
CREATE TRIGGER revisions_immutable BEFORE UPDATE ON revisions
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    OR (NEW.id, NEW.article_id, NEW.number, NEW.text, NEW.sha256, NEW.original_sha256, NEW.original_name, NEW.note, NEW.created_by, NEW.created_at, NEW.said)
    IS NOT (OLD.id, OLD.article_id, OLD.number, OLD.text, OLD.sha256, OLD.original_sha256, OLD.original_name, OLD.note, OLD.created_by, OLD.created_at, OLD.said)
BEGIN SELECT RAISE(ABORT, 'a revision is immutable'); END;
-- +goose StatementEnd

-- Whether the server may open web addresses for a desk. Only an administrator can allow it.
ALTER TABLE desks ADD COLUMN fetches BOOLEAN NOT NULL DEFAULT FALSE CHECK (fetches IN (0, 1));

-- Results of link checks: whether a source's address opened, and which quotes were missing there.
CREATE TABLE link_checks (
    id         INTEGER PRIMARY KEY,
    source_id  INTEGER NOT NULL REFERENCES sources (id),
    outcome    TEXT NOT NULL CHECK (outcome IN ('there', 'dead', 'refused', 'failed')),
    detail     TEXT NOT NULL DEFAULT '', -- why it did not open, as one sentence
    missing    TEXT, -- the pieces of evidence whose quotes do not stand there, as JSON
    checked_by INTEGER NOT NULL REFERENCES users (id),
    checked_at TIMESTAMP NOT NULL
);
CREATE INDEX link_checks_by_source ON link_checks (source_id, id);
-- +goose StatementBegin
CREATE TRIGGER link_checks_immutable BEFORE UPDATE ON link_checks BEGIN SELECT RAISE(ABORT, 'a check of a link is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER link_checks_kept BEFORE DELETE ON link_checks BEGIN SELECT RAISE(ABORT, 'a check of a link is immutable'); END;
-- +goose StatementEnd
