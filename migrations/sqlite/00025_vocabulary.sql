-- +goose Up
-- The words that a search can find, for the one that was meant where none was found: views of the indexes, which hold nothing themselves.
CREATE VIRTUAL TABLE vocabulary_article USING fts5vocab('search_article', 'row');
CREATE VIRTUAL TABLE vocabulary_sentence USING fts5vocab('search_sentence', 'row');
CREATE VIRTUAL TABLE vocabulary_evidence USING fts5vocab('search_evidence', 'row');
