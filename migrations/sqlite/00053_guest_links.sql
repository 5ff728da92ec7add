-- +goose Up
-- Links with which a person without an account sees one query to the writer and answers it. Only the hash of a link's token is stored.
CREATE TABLE guest_links (
    id         INTEGER PRIMARY KEY,
    query_id   INTEGER NOT NULL REFERENCES queries (id),
    name       TEXT NOT NULL CHECK (length(name) > 0), -- of the guest, as the sender typed it
    email      TEXT NOT NULL CHECK (length(email) > 0),
    as_writer  BOOLEAN NOT NULL CHECK (as_writer IN (0, 1)), -- the guest is the article's writer, as the sender says
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    made_by    INTEGER NOT NULL REFERENCES users (id),
    made_at    TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP,
    imported   BOOLEAN NOT NULL DEFAULT 0 CHECK (imported IN (0, 1)) -- it is from a file, and never worked here
);
CREATE INDEX guest_links_by_query ON guest_links (query_id, id);
CREATE INDEX guest_links_by_maker ON guest_links (made_by, id) WHERE revoked_at IS NULL;

-- What guests said. It is never the word of an account. local: it came from a browser that is or was signed in at this server.
CREATE TABLE guest_answers (
    id          INTEGER PRIMARY KEY,
    link_id     INTEGER NOT NULL REFERENCES guest_links (id),
    query_id    INTEGER NOT NULL REFERENCES queries (id),
    revision_id INTEGER REFERENCES revisions (id), -- of a statement that the sentence in words is the guest's own; NULL: an answer
    body        TEXT NOT NULL DEFAULT '',
    words       TEXT NOT NULL DEFAULT '', -- what the query was about then, or the sentence that is the guest's own
    local       BOOLEAN NOT NULL CHECK (local IN (0, 1)),
    at          TIMESTAMP NOT NULL,
    CHECK (revision_id IS NOT NULL OR length(body) > 0)
);
CREATE INDEX guest_answers_by_query ON guest_answers (query_id, id);
CREATE INDEX guest_answers_by_link ON guest_answers (link_id, id);

-- +goose StatementBegin
CREATE TRIGGER guest_answers_immutable BEFORE UPDATE ON guest_answers BEGIN SELECT RAISE(ABORT, 'an answer is immutable'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER guest_answers_kept BEFORE DELETE ON guest_answers BEGIN SELECT RAISE(ABORT, 'an answer is immutable'); END;
-- +goose StatementEnd
