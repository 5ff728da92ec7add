-- +goose Up
-- The words in the search indexes, for spelling suggestions. These are views and store nothing.
CREATE VIRTUAL TABLE vocabulary_article USING fts5vocab('search_article', 'row');
CREATE VIRTUAL TABLE vocabulary_sentence USING fts5vocab('search_sentence', 'row');
CREATE VIRTUAL TABLE vocabulary_evidence USING fts5vocab('search_evidence', 'row');
