-- +goose Up
-- The words that a query was about when each message was written. They are shown if the words change.
ALTER TABLE messages ADD COLUMN words TEXT NOT NULL DEFAULT '';
DROP TRIGGER messages_immutable ON messages;
UPDATE messages SET words = coalesce(
    (SELECT o.exact FROM queries q JOIN occurrences o ON o.claim_id = q.claim_id AND o.placement <> 'lost'
        JOIN revisions v ON v.id = o.revision_id AND v.created_at <= messages.at
        WHERE q.id = messages.query_id ORDER BY v.number DESC, o.event_id IS NOT NULL, o.start_cp LIMIT 1),
    (SELECT s.text FROM queries q JOIN sentences s ON s.track_id = q.track_id
        JOIN revisions v ON v.id = s.revision_id AND v.created_at <= messages.at
        WHERE q.id = messages.query_id ORDER BY v.number DESC LIMIT 1),
    '');
CREATE TRIGGER messages_immutable BEFORE UPDATE ON messages FOR EACH ROW EXECUTE FUNCTION messages_immutable();

-- A claim also removes its words from read marks of sentences that were split or merged.
CREATE INDEX former_sentences_by_revision ON former_sentences (revision_id, start_cp);

-- The claim had evidence when another user accepted or made the correction. Only then is its proposer not an author of the words.
ALTER TABLE corrections ADD COLUMN proven BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE corrections SET proven = TRUE WHERE accepted_by IS NOT NULL;
