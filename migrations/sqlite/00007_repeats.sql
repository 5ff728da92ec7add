-- +goose Up
-- Identical sentences: found by their length, of which an article has only some alike, and then by their words.
CREATE INDEX sentences_by_length ON sentences (revision_id, (end_cp - start_cp), ordinal);

-- The event that added a further occurrence to a claim; none for its first.
ALTER TABLE occurrences ADD COLUMN event_id INTEGER REFERENCES events (id);

-- With the start in it, a claim's first occurrence is found in the index alone.
DROP INDEX occurrences_by_claim;
CREATE INDEX occurrences_by_claim ON occurrences (claim_id, revision_id, start_cp);
