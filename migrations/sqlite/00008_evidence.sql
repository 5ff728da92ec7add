-- +goose Up
-- Evidence in full: where an article itself stands, so that it is never its own evidence; sources that are found again; a
-- desk's policy that is changed by one person at a time; and the reason for which an editor let "sourced" stand on less.

-- As typed: the article's own address, and one a line those of its copies.
ALTER TABLE articles ADD COLUMN url TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN copies TEXT NOT NULL DEFAULT '';

-- The same in the one spelling in which addresses are compared.
CREATE TABLE article_addresses (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    address    TEXT NOT NULL CHECK (length(address) > 0),
    PRIMARY KEY (article_id, address)
) WITHOUT ROWID;

ALTER TABLE desks ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- address is url in that spelling, '' without one; NULL until the words of the source have been taken down below.
ALTER TABLE sources ADD COLUMN address TEXT;
CREATE INDEX sources_by_address ON sources (desk_id, address);
CREATE INDEX sources_unlisted ON sources (id) WHERE address IS NULL;

-- The words by which a desk's source is found while somebody types.
CREATE TABLE source_words (
    desk_id   INTEGER NOT NULL REFERENCES desks (id),
    word      TEXT NOT NULL,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    PRIMARY KEY (desk_id, word, source_id)
) WITHOUT ROWID;

-- The annotation that says "sourced" for this reason; it ends with it.
ALTER TABLE overrides ADD COLUMN annotation_id INTEGER REFERENCES annotations (id);
CREATE INDEX overrides_by_claim ON overrides (claim_id, id) WHERE claim_id IS NOT NULL;

-- To ask of one source whether it has a word.
CREATE INDEX source_words_by_source ON source_words (source_id, word);
