-- +goose Up
-- Lists of articles are read in this order, one desk and one page at a time: those due first, of the same time and of
-- no time the newest first.
DROP INDEX articles_by_due;
CREATE INDEX articles_by_due ON articles (desk_id, due_at, id DESC) WHERE trashed_at IS NULL;
