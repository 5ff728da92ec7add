-- +goose Up
-- The words in the search index, for spelling suggestions: each once per desk, with its trigrams.
-- A word stays after its last text was deleted. Each query checks whether the reader can find it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE search_vocabulary (
    desk_id BIGINT NOT NULL,
    word    TEXT NOT NULL,
    PRIMARY KEY (desk_id, word)
);
INSERT INTO search_vocabulary SELECT DISTINCT f.desk_id, w.lexeme FROM search_words f CROSS JOIN LATERAL unnest(f.words) w
    WHERE f.what IN ('article', 'sentence', 'evidence') AND length(w.lexeme) BETWEEN 3 AND 40 AND w.lexeme !~ '[0-9]';
CREATE INDEX search_vocabulary_by_letters ON search_vocabulary USING gin (word gin_trgm_ops);

-- +goose StatementBegin
CREATE FUNCTION search_words_known() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO search_vocabulary SELECT DISTINCT f.desk_id, w.lexeme FROM added f CROSS JOIN LATERAL unnest(f.words) w
        WHERE f.what IN ('article', 'sentence', 'evidence') AND length(w.lexeme) BETWEEN 3 AND 40 AND w.lexeme !~ '[0-9]'
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER search_words_known AFTER INSERT ON search_words REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_words_known();
CREATE TRIGGER search_words_known_anew AFTER UPDATE ON search_words REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_words_known();
