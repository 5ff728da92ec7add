-- +goose Up
-- Evidence: the article's own addresses, which are never its evidence; the search for existing sources; the version of a desk's
-- policy; and an editor's reason for accepting "sourced" with less evidence.

-- As typed: the article's own address, and the addresses of its copies, one a line.
ALTER TABLE articles ADD COLUMN url TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN copies TEXT NOT NULL DEFAULT '';

-- The same addresses, normalized for comparison.
CREATE TABLE article_addresses (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    address    TEXT NOT NULL CHECK (length(address) > 0),
    PRIMARY KEY (article_id, address)
) WITHOUT ROWID;

ALTER TABLE desks ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- address is the normalized url, '' if there is none. It is NULL until source_words contains the source's words.
ALTER TABLE sources ADD COLUMN address TEXT;
CREATE INDEX sources_by_address ON sources (desk_id, address);
CREATE INDEX sources_unlisted ON sources (id) WHERE address IS NULL;

-- The words of each source, for suggestions while a user types.
CREATE TABLE source_words (
    desk_id   INTEGER NOT NULL REFERENCES desks (id),
    word      TEXT NOT NULL,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    PRIMARY KEY (desk_id, word, source_id)
) WITHOUT ROWID;

-- The annotation that this override lets count as sourced. The override ends with it.
ALTER TABLE overrides ADD COLUMN annotation_id INTEGER REFERENCES annotations (id);
CREATE INDEX overrides_by_claim ON overrides (claim_id, id) WHERE claim_id IS NOT NULL;

-- For the question whether one source contains a word.
CREATE INDEX source_words_by_source ON source_words (source_id, word);
