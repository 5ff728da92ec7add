-- +goose Up
-- Indexes for the queue: articles in check, pending corrections, and claims without an outcome.
CREATE INDEX articles_checking ON articles (desk_id, due_at) WHERE state = 'checking' AND trashed_at IS NULL;
CREATE INDEX corrections_undecided ON corrections (claim_id) WHERE state IN ('proposed', 'accepted');
CREATE INDEX claims_without_outcome ON claims (desk_id, id)
    WHERE withdrawn_at IS NULL AND status IN ('disputed', 'unverified') AND resolution = 'none' AND NOT disagree;
