-- +goose Up
-- Notices. Each is written in the transaction of the change that it is about, and contains facts alone.
-- Old rows are deleted. Ids grow in the order of the commits.
CREATE TABLE notices (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES users (id),
    kind       TEXT NOT NULL CHECK (kind IN ('asked', 'answered', 'dismissed', 'mentioned', 'assigned', 'disagreed', 'ruled',
        'correction proposed', 'correction accepted', 'revised', 'sign-off void', 'due soon', 'ready')),
    at         TIMESTAMP NOT NULL,
    desk_id    INTEGER NOT NULL REFERENCES desks (id),
    article_id INTEGER NOT NULL REFERENCES articles (id),
    claim_id   INTEGER REFERENCES claims (id),
    query_id   INTEGER REFERENCES queries (id),
    note_id    INTEGER REFERENCES sentence_notes (id),
    actor_id   INTEGER REFERENCES users (id), -- NULL: the program
    due_at     TIMESTAMP,
    read_at    TIMESTAMP
);
CREATE INDEX notices_unread ON notices (user_id, id) WHERE read_at IS NULL;
CREATE INDEX notices_read ON notices (user_id, id) WHERE read_at IS NOT NULL;
CREATE INDEX notices_of_article ON notices (article_id, user_id, kind);

-- Assigned claims by due time, of which users are notified.
CREATE INDEX claims_due ON claims (due_at) WHERE assignee_id IS NOT NULL AND withdrawn_at IS NULL;
