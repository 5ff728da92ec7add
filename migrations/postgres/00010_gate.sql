-- +goose Up
-- The gate: sentences that two people read, the extent of an override, and who withdrew a decision.

-- Two people have marked the sentence as read or annotated a claim in it. The transaction of their change updates this.
ALTER TABLE tracks ADD COLUMN twice BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE tracks SET twice = coalesce((SELECT min(p.who) <> max(p.who) FROM (
        SELECT x.reader_id AS who FROM readings x WHERE x.track_id = tracks.id AND x.withdrawn_at IS NULL
        UNION ALL SELECT n.reviewer_id FROM sentences s JOIN articles a ON a.revision_id = s.revision_id
            JOIN occurrence_sentences os ON os.sentence_id = s.id JOIN occurrences o ON o.id = os.occurrence_id AND o.placement <> 'lost'
            JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL JOIN annotations n ON n.claim_id = c.id AND n.withdrawn_at IS NULL
            JOIN revisions v ON v.id = n.revision_id AND v.number >= c.since_revision
        WHERE s.track_id = tracks.id) p), FALSE);
ALTER TABLE articles ADD COLUMN sentences_twice INTEGER NOT NULL DEFAULT 0 CHECK (sentences_twice >= 0);
UPDATE articles SET sentences_twice = (SELECT count(*) FROM sentences s JOIN tracks t ON t.id = s.track_id WHERE s.revision_id = articles.revision_id AND t.twice);

-- For an override of a gate reason (without a claim): how many things it covered. It does not cover more.
ALTER TABLE overrides ADD COLUMN count INTEGER NOT NULL DEFAULT 0 CHECK (count >= 0);
ALTER TABLE overrides ADD COLUMN voided_at TIMESTAMPTZ;
ALTER TABLE overrides ADD COLUMN voided_by BIGINT REFERENCES users (id);
ALTER TABLE overrides ADD COLUMN void_reason TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX overrides_of_gate ON overrides (article_id, gate_code) WHERE claim_id IS NULL AND voided_at IS NULL;

ALTER TABLE signoffs ADD COLUMN voided_by BIGINT REFERENCES users (id);
-- At most one sign-off per article is not void.
CREATE UNIQUE INDEX signoffs_standing ON signoffs (article_id) WHERE voided_at IS NULL;

-- Lost claims are rare, and this partial index contains nothing else.
CREATE INDEX occurrences_lost ON occurrences (revision_id, claim_id) WHERE placement = 'lost';
-- Finds articles that are due soon and not signed off, without reading those that are.
CREATE INDEX articles_in_check ON articles (desk_id, due_at, id DESC) WHERE trashed_at IS NULL AND state = 'checking';

-- +goose StatementBegin
CREATE FUNCTION signoffs_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a sign-off can only be voided'; END $$;
-- +goose StatementEnd
CREATE TRIGGER signoffs_append_only BEFORE UPDATE ON signoffs FOR EACH ROW
    WHEN (OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
    OR (NEW.id, NEW.article_id, NEW.revision_id, NEW.sha256, NEW.user_id, NEW.role, NEW.at) IS DISTINCT FROM (OLD.id, OLD.article_id, OLD.revision_id, OLD.sha256, OLD.user_id, OLD.role, OLD.at))
    EXECUTE FUNCTION signoffs_append_only();
CREATE TRIGGER signoffs_kept BEFORE DELETE ON signoffs FOR EACH ROW
    EXECUTE FUNCTION signoffs_append_only();
-- +goose StatementBegin
CREATE FUNCTION overrides_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an override can only be voided'; END $$;
-- +goose StatementEnd
CREATE TRIGGER overrides_append_only BEFORE UPDATE ON overrides FOR EACH ROW
    WHEN (OLD.claim_id IS NULL AND (OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
    OR (NEW.id, NEW.article_id, NEW.claim_id, NEW.gate_code, NEW.reason, NEW.user_id, NEW.at, NEW.count)
    IS DISTINCT FROM (OLD.id, OLD.article_id, OLD.claim_id, OLD.gate_code, OLD.reason, OLD.user_id, OLD.at, OLD.count)))
    EXECUTE FUNCTION overrides_append_only();
CREATE TRIGGER overrides_kept BEFORE DELETE ON overrides FOR EACH ROW
    EXECUTE FUNCTION overrides_append_only();
