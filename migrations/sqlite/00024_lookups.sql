-- +goose Up
-- Indexes for lookups that read a whole table: the article of a revision (for every sentence at a blind desk), the evidence of a
-- withdrawn verdict, and the rows that a draft brought.
CREATE INDEX articles_by_revision ON articles (revision_id);
CREATE INDEX evidence_by_annotation ON evidence (annotation_id);
CREATE INDEX second_looks_by_revision ON second_looks (revision_id);
CREATE INDEX second_looks_by_article ON second_looks (article_id, id);
CREATE INDEX refusals_by_article ON refusals (article_id, id);
