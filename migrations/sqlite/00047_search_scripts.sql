-- +goose Up
-- The search index in the form of text.SearchForm, for every script: the function searched_text belongs to the program. Marks are letters of
-- Indic scripts, so they do not part words.
DROP TABLE vocabulary_article;
DROP TABLE vocabulary_sentence;
DROP TABLE vocabulary_evidence;
DROP TRIGGER articles_searched;
DROP TRIGGER articles_searched_anew;
DROP TRIGGER sentences_searched;
DROP TRIGGER sentences_searched_anew;
DROP TRIGGER sentences_searched_no_more;
DROP TRIGGER occurrences_searched;
DROP TRIGGER occurrences_searched_anew;
DROP TRIGGER occurrences_searched_no_more;
DROP TRIGGER annotations_searched;
DROP TRIGGER evidence_searched;
DROP TRIGGER messages_searched;
DROP TABLE search_article;
DROP TABLE search_sentence;
DROP TABLE search_claim;
DROP TABLE search_note;
DROP TABLE search_evidence;
DROP TABLE search_message;

CREATE VIRTUAL TABLE search_article USING fts5(words, desk, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co'");
INSERT INTO search_article (rowid, words, desk) SELECT x.id, searched_text(x.title), x.desk_id FROM articles x;
CREATE VIRTUAL TABLE search_sentence USING fts5(words, desk, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co'");
INSERT INTO search_sentence (rowid, words, desk) SELECT x.id, searched_text(x.text), a.desk_id FROM sentences x JOIN revisions v ON v.id = x.revision_id JOIN articles a ON a.id = v.article_id;
CREATE VIRTUAL TABLE search_claim USING fts5(words, desk, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co'");
INSERT INTO search_claim (rowid, words, desk) SELECT x.id, searched_text(x.exact), c.desk_id FROM occurrences x JOIN claims c ON c.id = x.claim_id;
CREATE VIRTUAL TABLE search_note USING fts5(words, desk, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co'");
INSERT INTO search_note (rowid, words, desk) SELECT x.id, searched_text(x.note), c.desk_id FROM annotations x JOIN claims c ON c.id = x.claim_id WHERE x.note <> '';
CREATE VIRTUAL TABLE search_evidence USING fts5(words, desk, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co'");
INSERT INTO search_evidence (rowid, words, desk) SELECT x.id, searched_text(s.title || ' ' || s.publisher || ' ' || s.url || ' ' || x.quote), c.desk_id FROM evidence x JOIN claims c ON c.id = x.claim_id JOIN sources s ON s.id = x.source_id WHERE NOT s.confidential;
CREATE VIRTUAL TABLE search_message USING fts5(words, desk, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co'");
INSERT INTO search_message (rowid, words, desk) SELECT x.id, searched_text(x.body), q.desk_id FROM messages x JOIN queries q ON q.id = x.query_id;

-- +goose StatementBegin
CREATE TRIGGER articles_searched AFTER INSERT ON articles
BEGIN INSERT INTO search_article (rowid, words, desk) VALUES (NEW.id, searched_text(NEW.title),
    NEW.desk_id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER articles_searched_anew AFTER UPDATE OF title ON articles WHEN NEW.title <> OLD.title
BEGIN DELETE FROM search_article WHERE rowid = OLD.id;
    INSERT INTO search_article (rowid, words, desk) VALUES (NEW.id, searched_text(NEW.title),
    NEW.desk_id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sentences_searched AFTER INSERT ON sentences
BEGIN INSERT INTO search_sentence (rowid, words, desk) VALUES (NEW.id, searched_text(NEW.text),
    (SELECT a.desk_id FROM revisions v JOIN articles a ON a.id = v.article_id WHERE v.id = NEW.revision_id)); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sentences_searched_anew AFTER UPDATE OF text ON sentences WHEN NEW.text <> OLD.text
BEGIN DELETE FROM search_sentence WHERE rowid = OLD.id;
    INSERT INTO search_sentence (rowid, words, desk) VALUES (NEW.id, searched_text(NEW.text),
    (SELECT a.desk_id FROM revisions v JOIN articles a ON a.id = v.article_id WHERE v.id = NEW.revision_id)); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sentences_searched_no_more AFTER DELETE ON sentences
BEGIN DELETE FROM search_sentence WHERE rowid = OLD.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER occurrences_searched AFTER INSERT ON occurrences
BEGIN INSERT INTO search_claim (rowid, words, desk) VALUES (NEW.id, searched_text(NEW.exact),
    (SELECT c.desk_id FROM claims c WHERE c.id = NEW.claim_id)); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER occurrences_searched_anew AFTER UPDATE OF exact ON occurrences WHEN NEW.exact <> OLD.exact
BEGIN DELETE FROM search_claim WHERE rowid = OLD.id;
    INSERT INTO search_claim (rowid, words, desk) VALUES (NEW.id, searched_text(NEW.exact),
    (SELECT c.desk_id FROM claims c WHERE c.id = NEW.claim_id)); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER occurrences_searched_no_more AFTER DELETE ON occurrences
BEGIN DELETE FROM search_claim WHERE rowid = OLD.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER annotations_searched AFTER INSERT ON annotations WHEN NEW.note <> ''
BEGIN INSERT INTO search_note (rowid, words, desk) VALUES (NEW.id, searched_text(NEW.note),
    (SELECT c.desk_id FROM claims c WHERE c.id = NEW.claim_id)); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_searched AFTER INSERT ON evidence WHEN NOT (SELECT s.confidential FROM sources s WHERE s.id = NEW.source_id)
BEGIN INSERT INTO search_evidence (rowid, words, desk) VALUES (NEW.id, searched_text((SELECT s.title || ' ' || s.publisher || ' ' || s.url FROM sources s WHERE s.id = NEW.source_id) || ' ' || NEW.quote),
    (SELECT c.desk_id FROM claims c WHERE c.id = NEW.claim_id)); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER messages_searched AFTER INSERT ON messages
BEGIN INSERT INTO search_message (rowid, words, desk) VALUES (NEW.id, searched_text(NEW.body),
    (SELECT q.desk_id FROM queries q WHERE q.id = NEW.query_id)); END;
-- +goose StatementEnd

CREATE VIRTUAL TABLE vocabulary_article USING fts5vocab('search_article', 'row');
CREATE VIRTUAL TABLE vocabulary_sentence USING fts5vocab('search_sentence', 'row');
CREATE VIRTUAL TABLE vocabulary_evidence USING fts5vocab('search_evidence', 'row');
