-- +goose Up
-- The search index: words of titles, sentences, claims (in their revision), notes, evidence and messages. Triggers update it.
-- It only repeats other tables, and contains no word of confidential sources.
-- Each row has the id of its source row. desk is the desk's id as a word, so that a search reads one desk's rows only.

CREATE VIRTUAL TABLE search_article USING fts5(words, desk, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
INSERT INTO search_article (rowid, words, desk) SELECT x.id, x.title, x.desk_id FROM articles x;
CREATE VIRTUAL TABLE search_sentence USING fts5(words, desk, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
INSERT INTO search_sentence (rowid, words, desk) SELECT x.id, x.text, a.desk_id FROM sentences x JOIN revisions v ON v.id = x.revision_id JOIN articles a ON a.id = v.article_id;
CREATE VIRTUAL TABLE search_claim USING fts5(words, desk, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
INSERT INTO search_claim (rowid, words, desk) SELECT x.id, x.exact, c.desk_id FROM occurrences x JOIN claims c ON c.id = x.claim_id;
CREATE VIRTUAL TABLE search_note USING fts5(words, desk, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
INSERT INTO search_note (rowid, words, desk) SELECT x.id, x.note, c.desk_id FROM annotations x JOIN claims c ON c.id = x.claim_id WHERE x.note <> '';
CREATE VIRTUAL TABLE search_evidence USING fts5(words, desk, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
INSERT INTO search_evidence (rowid, words, desk) SELECT x.id, s.title || ' ' || s.publisher || ' ' || s.url || ' ' || x.quote, c.desk_id FROM evidence x JOIN claims c ON c.id = x.claim_id JOIN sources s ON s.id = x.source_id WHERE NOT s.confidential;
CREATE VIRTUAL TABLE search_message USING fts5(words, desk, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
INSERT INTO search_message (rowid, words, desk) SELECT x.id, x.body, q.desk_id FROM messages x JOIN queries q ON q.id = x.query_id;

-- +goose StatementBegin
CREATE TRIGGER articles_searched AFTER INSERT ON articles
BEGIN INSERT INTO search_article (rowid, words, desk) VALUES (NEW.id, NEW.title,
    NEW.desk_id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER articles_searched_anew AFTER UPDATE OF title ON articles WHEN NEW.title <> OLD.title
BEGIN DELETE FROM search_article WHERE rowid = OLD.id;
    INSERT INTO search_article (rowid, words, desk) VALUES (NEW.id, NEW.title,
    NEW.desk_id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sentences_searched AFTER INSERT ON sentences
BEGIN INSERT INTO search_sentence (rowid, words, desk) VALUES (NEW.id, NEW.text,
    (SELECT a.desk_id FROM revisions v JOIN articles a ON a.id = v.article_id WHERE v.id = NEW.revision_id)); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sentences_searched_anew AFTER UPDATE OF text ON sentences WHEN NEW.text <> OLD.text
BEGIN DELETE FROM search_sentence WHERE rowid = OLD.id;
    INSERT INTO search_sentence (rowid, words, desk) VALUES (NEW.id, NEW.text,
    (SELECT a.desk_id FROM revisions v JOIN articles a ON a.id = v.article_id WHERE v.id = NEW.revision_id)); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sentences_searched_no_more AFTER DELETE ON sentences
BEGIN DELETE FROM search_sentence WHERE rowid = OLD.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER occurrences_searched AFTER INSERT ON occurrences
BEGIN INSERT INTO search_claim (rowid, words, desk) VALUES (NEW.id, NEW.exact,
    (SELECT c.desk_id FROM claims c WHERE c.id = NEW.claim_id)); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER occurrences_searched_anew AFTER UPDATE OF exact ON occurrences WHEN NEW.exact <> OLD.exact
BEGIN DELETE FROM search_claim WHERE rowid = OLD.id;
    INSERT INTO search_claim (rowid, words, desk) VALUES (NEW.id, NEW.exact,
    (SELECT c.desk_id FROM claims c WHERE c.id = NEW.claim_id)); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER occurrences_searched_no_more AFTER DELETE ON occurrences
BEGIN DELETE FROM search_claim WHERE rowid = OLD.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER annotations_searched AFTER INSERT ON annotations WHEN NEW.note <> ''
BEGIN INSERT INTO search_note (rowid, words, desk) VALUES (NEW.id, NEW.note,
    (SELECT c.desk_id FROM claims c WHERE c.id = NEW.claim_id)); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_searched AFTER INSERT ON evidence WHEN NOT (SELECT s.confidential FROM sources s WHERE s.id = NEW.source_id)
BEGIN INSERT INTO search_evidence (rowid, words, desk) VALUES (NEW.id, (SELECT s.title || ' ' || s.publisher || ' ' || s.url FROM sources s WHERE s.id = NEW.source_id) || ' ' || NEW.quote,
    (SELECT c.desk_id FROM claims c WHERE c.id = NEW.claim_id)); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER messages_searched AFTER INSERT ON messages
BEGIN INSERT INTO search_message (rowid, words, desk) VALUES (NEW.id, NEW.body,
    (SELECT q.desk_id FROM queries q WHERE q.id = NEW.query_id)); END;
-- +goose StatementEnd
