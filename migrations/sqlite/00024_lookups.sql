-- +goose Up
-- What was found by reading a whole table: the article whose text a revision is (for every sentence, at a desk that checks blind), the evidence that goes
-- with a verdict that is taken back, and what came with a draft.
CREATE INDEX articles_by_revision ON articles (revision_id);
CREATE INDEX evidence_by_annotation ON evidence (annotation_id);
CREATE INDEX second_looks_by_revision ON second_looks (revision_id);
CREATE INDEX second_looks_by_article ON second_looks (article_id, id);
CREATE INDEX refusals_by_article ON refusals (article_id, id);
