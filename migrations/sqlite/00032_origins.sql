-- +goose Up
-- A snapshot says whether the server fetched it or a person brought it. Of older ones that is known where the server could not have fetched it: the
-- source has no address, or the desk never let the server open addresses.
ALTER TABLE snapshots ADD COLUMN origin TEXT NOT NULL DEFAULT 'unknown' CHECK (origin IN ('fetched', 'brought', 'unknown'));
DROP TRIGGER snapshots_immutable;
UPDATE snapshots SET origin = 'brought' WHERE source_id IN (SELECT s.id FROM sources s JOIN desks d ON d.id = s.desk_id
    WHERE s.url = '' OR (NOT d.fetches AND NOT EXISTS (SELECT 1 FROM events e WHERE e.object = 'desk' AND e.object_id = d.id
        AND (e.before LIKE '%"fetches":true%' OR e.after LIKE '%"fetches":true%'))));
-- +goose StatementBegin
CREATE TRIGGER snapshots_immutable BEFORE UPDATE ON snapshots BEGIN SELECT RAISE(ABORT, 'a snapshot is immutable'); END;
-- +goose StatementEnd

-- Finds older articles with the same text, by its hash.
CREATE INDEX revisions_by_text ON revisions (sha256, article_id);
