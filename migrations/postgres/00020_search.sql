-- +goose Up
-- What is searched: the words of articles' titles, sentences, claims (as they stand in a revision), notes, evidence and messages. Triggers
-- keep it up; it holds nothing that does not stand elsewhere, and of confidential sources not a word.

-- The words of a text, as SQLite's index has them: without case and accents, and cut at every punctuation mark. Beyond so many characters
-- nothing is indexed, as PostgreSQL refuses to hold the words of a very long text.
-- +goose StatementBegin
CREATE FUNCTION searched_text(body TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(regexp_replace(normalize(lower(left(body, 100000)), NFD), U&'[\0300-\036f]', '', 'g'),
        U&'.,:;!?/|_@#%&*+=<>()[]{}"''`~^$-\005c\00a0\00ab\00bb\200b\200c\200d\2010\2011\2012\2013\2014\2018\2019\201a\201c\201d\201e\2026\20ac\00a3\00a7\060c\061b\061f\3001\3002', repeat(' ', 80))
$$;
-- +goose StatementEnd
CREATE FUNCTION searched_words(body TEXT) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT to_tsvector('simple'::regconfig, searched_text(body)) $$;

CREATE TABLE search_words (
    what    TEXT NOT NULL CHECK (what IN ('article', 'sentence', 'claim', 'note', 'evidence', 'message')),
    id      BIGINT NOT NULL, -- of that record
    desk_id BIGINT NOT NULL,
    words   TSVECTOR NOT NULL,
    PRIMARY KEY (what, id)
);
INSERT INTO search_words SELECT 'article', x.id, x.desk_id, searched_words(x.title) FROM articles x;
INSERT INTO search_words SELECT 'sentence', x.id, a.desk_id, searched_words(x.text) FROM sentences x JOIN revisions v ON v.id = x.revision_id JOIN articles a ON a.id = v.article_id;
INSERT INTO search_words SELECT 'claim', x.id, c.desk_id, searched_words(x.exact) FROM occurrences x JOIN claims c ON c.id = x.claim_id;
INSERT INTO search_words SELECT 'note', x.id, c.desk_id, searched_words(x.note) FROM annotations x JOIN claims c ON c.id = x.claim_id WHERE x.note <> '';
INSERT INTO search_words SELECT 'evidence', x.id, c.desk_id, searched_words(s.title || ' ' || s.publisher || ' ' || s.url || ' ' || x.quote) FROM evidence x JOIN claims c ON c.id = x.claim_id JOIN sources s ON s.id = x.source_id WHERE NOT s.confidential;
INSERT INTO search_words SELECT 'message', x.id, q.desk_id, searched_words(x.body) FROM messages x JOIN queries q ON q.id = x.query_id;
CREATE INDEX search_words_by_desk ON search_words (what, desk_id, id);
CREATE INDEX search_words_by_word ON search_words USING gin (words);

-- +goose StatementBegin
CREATE FUNCTION articles_searched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO search_words VALUES ('article', NEW.id, NEW.desk_id, searched_words(NEW.title))
    ON CONFLICT (what, id) DO UPDATE SET words = excluded.words;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER articles_searched AFTER INSERT ON articles FOR EACH ROW EXECUTE FUNCTION articles_searched();
CREATE TRIGGER articles_searched_anew AFTER UPDATE OF title ON articles FOR EACH ROW WHEN (NEW.title <> OLD.title) EXECUTE FUNCTION articles_searched();

-- +goose StatementBegin
CREATE FUNCTION sentences_searched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO search_words VALUES ('sentence', NEW.id, (SELECT a.desk_id FROM revisions v JOIN articles a ON a.id = v.article_id WHERE v.id = NEW.revision_id), searched_words(NEW.text))
    ON CONFLICT (what, id) DO UPDATE SET words = excluded.words;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER sentences_searched AFTER INSERT ON sentences FOR EACH ROW EXECUTE FUNCTION sentences_searched();
CREATE TRIGGER sentences_searched_anew AFTER UPDATE OF text ON sentences FOR EACH ROW WHEN (NEW.text <> OLD.text) EXECUTE FUNCTION sentences_searched();
-- +goose StatementBegin
CREATE FUNCTION sentences_searched_no_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM search_words WHERE what = 'sentence' AND id = OLD.id; RETURN NULL; END $$;
-- +goose StatementEnd
CREATE TRIGGER sentences_searched_no_more AFTER DELETE ON sentences FOR EACH ROW EXECUTE FUNCTION sentences_searched_no_more();

-- +goose StatementBegin
CREATE FUNCTION occurrences_searched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO search_words VALUES ('claim', NEW.id, (SELECT c.desk_id FROM claims c WHERE c.id = NEW.claim_id), searched_words(NEW.exact))
    ON CONFLICT (what, id) DO UPDATE SET words = excluded.words;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER occurrences_searched AFTER INSERT ON occurrences FOR EACH ROW EXECUTE FUNCTION occurrences_searched();
CREATE TRIGGER occurrences_searched_anew AFTER UPDATE OF exact ON occurrences FOR EACH ROW WHEN (NEW.exact <> OLD.exact) EXECUTE FUNCTION occurrences_searched();
-- +goose StatementBegin
CREATE FUNCTION occurrences_searched_no_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM search_words WHERE what = 'claim' AND id = OLD.id; RETURN NULL; END $$;
-- +goose StatementEnd
CREATE TRIGGER occurrences_searched_no_more AFTER DELETE ON occurrences FOR EACH ROW EXECUTE FUNCTION occurrences_searched_no_more();

-- +goose StatementBegin
CREATE FUNCTION annotations_searched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.note <> '' THEN INSERT INTO search_words VALUES ('note', NEW.id, (SELECT c.desk_id FROM claims c WHERE c.id = NEW.claim_id), searched_words(NEW.note))
    ON CONFLICT (what, id) DO UPDATE SET words = excluded.words; END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER annotations_searched AFTER INSERT ON annotations FOR EACH ROW EXECUTE FUNCTION annotations_searched();

-- +goose StatementBegin
CREATE FUNCTION evidence_searched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NOT (SELECT s.confidential FROM sources s WHERE s.id = NEW.source_id) THEN INSERT INTO search_words VALUES ('evidence', NEW.id, (SELECT c.desk_id FROM claims c WHERE c.id = NEW.claim_id), searched_words((SELECT s.title || ' ' || s.publisher || ' ' || s.url FROM sources s WHERE s.id = NEW.source_id) || ' ' || NEW.quote))
    ON CONFLICT (what, id) DO UPDATE SET words = excluded.words; END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER evidence_searched AFTER INSERT ON evidence FOR EACH ROW EXECUTE FUNCTION evidence_searched();

-- +goose StatementBegin
CREATE FUNCTION messages_searched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO search_words VALUES ('message', NEW.id, (SELECT q.desk_id FROM queries q WHERE q.id = NEW.query_id), searched_words(NEW.body))
    ON CONFLICT (what, id) DO UPDATE SET words = excluded.words;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER messages_searched AFTER INSERT ON messages FOR EACH ROW EXECUTE FUNCTION messages_searched();
