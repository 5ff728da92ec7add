-- +goose Up
-- Identical sentences are looked up by length first, because few sentences of an article share one, and then by words.
CREATE INDEX sentences_by_length ON sentences (revision_id, (end_cp - start_cp), ordinal);

-- The event that added another occurrence to a claim; NULL for the first occurrence.
ALTER TABLE occurrences ADD COLUMN event_id BIGINT REFERENCES events (id);

-- Includes start_cp, so that the index alone finds a claim's first occurrence.
DROP INDEX occurrences_by_claim;
CREATE INDEX occurrences_by_claim ON occurrences (claim_id, revision_id, start_cp);
