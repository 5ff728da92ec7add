-- +goose Up
-- Query details, and due times of assignments.

ALTER TABLE queries ADD COLUMN desk_id INTEGER REFERENCES desks (id); -- its article's, so that lists need no join
-- For a query about a sentence: the start of that sentence when the query was asked, in code points of the current revision.
-- After a split or merge, the query stays with these words.
ALTER TABLE queries ADD COLUMN at_cp INTEGER CHECK (at_cp >= 0);
UPDATE queries SET desk_id = (SELECT a.desk_id FROM articles a WHERE a.id = queries.article_id);
CREATE INDEX queries_by_desk ON queries (desk_id, id);
CREATE INDEX queries_by_state ON queries (desk_id, state, id);
CREATE INDEX queries_by_raiser ON queries (raised_by, state, id);
CREATE INDEX queries_by_claim ON queries (claim_id, id) WHERE claim_id IS NOT NULL;
CREATE INDEX queries_by_track ON queries (track_id, id) WHERE track_id IS NOT NULL;

-- The number of open and answered queries. The transaction that changes a query updates it.
ALTER TABLE articles ADD COLUMN queries_open INTEGER NOT NULL DEFAULT 0 CHECK (queries_open >= 0);
ALTER TABLE desk_counts ADD COLUMN queries_open INTEGER NOT NULL DEFAULT 0 CHECK (queries_open >= 0);
UPDATE articles SET queries_open = (SELECT count(*) FROM queries q WHERE q.article_id = articles.id AND q.state IN ('open', 'answered'));
UPDATE desk_counts SET queries_open = (SELECT coalesce(sum(a.queries_open), 0) FROM articles a WHERE a.desk_id = desk_counts.desk_id AND a.trashed_at IS NULL);

-- The due time of an assignment, if it differs from the article's.
ALTER TABLE article_people ADD COLUMN due_at TIMESTAMP;
CREATE INDEX article_people_assigned ON article_people (user_id, article_id) WHERE assigned_at IS NOT NULL;
CREATE INDEX claims_by_assignee ON claims (assignee_id, id) WHERE assignee_id IS NOT NULL AND withdrawn_at IS NULL;

-- +goose StatementBegin
CREATE TRIGGER messages_immutable BEFORE UPDATE ON messages BEGIN SELECT RAISE(ABORT, 'a message is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER messages_kept BEFORE DELETE ON messages BEGIN SELECT RAISE(ABORT, 'a message is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER queries_kept BEFORE DELETE ON queries BEGIN SELECT RAISE(ABORT, 'a query can only be settled or dismissed'); END;
-- +goose StatementEnd
