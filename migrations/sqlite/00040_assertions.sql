-- +goose Up
-- Assertions: every read mark, verdict, piece of evidence, outcome and override keeps the words it was given for, and counts only while those words stand.

-- What a read mark of a sentence rests on: the words of the sentences that it refers back to ("he", "that figure"). Kept with the sentence.
ALTER TABLE sentences ADD COLUMN depends TEXT NOT NULL DEFAULT '';
-- How the words came in ("r12": typed in revision 12; "c5": by correction 5; "b5": by correction 5, beyond its claim), and by whom: user ids between commas.
ALTER TABLE sentences ADD COLUMN typed TEXT NOT NULL DEFAULT '';
ALTER TABLE sentences ADD COLUMN authors TEXT NOT NULL DEFAULT '';

-- The words of the claim as they stand, and those of its sentence: a verdict counts while both are as it was given for. context is empty while
-- the claim is lost or its place is not confirmed.
ALTER TABLE claims ADD COLUMN exact TEXT NOT NULL DEFAULT '';
ALTER TABLE claims ADD COLUMN context TEXT NOT NULL DEFAULT '';
-- Somebody disputed former words of the claim, and nothing has ended that dispute.
ALTER TABLE claims ADD COLUMN contested BOOLEAN NOT NULL DEFAULT FALSE CHECK (contested IN (0, 1));
-- It is called sourced and has not the evidence that the desk's policy asks for.
ALTER TABLE claims ADD COLUMN unproved BOOLEAN NOT NULL DEFAULT FALSE CHECK (unproved IN (0, 1));
-- The claim on other words that it was made in the place of.
ALTER TABLE claims ADD COLUMN former_claim_id INTEGER REFERENCES claims (id);
-- How often it was given to somebody, which changes its version and nothing that an override was given for.
ALTER TABLE claims ADD COLUMN assignments INTEGER NOT NULL DEFAULT 0 CHECK (assignments >= 0);

DROP TRIGGER readings_append_only;
DROP TRIGGER annotations_append_only;
DROP TRIGGER evidence_append_only;
ALTER TABLE readings ADD COLUMN text TEXT NOT NULL DEFAULT '';
ALTER TABLE readings ADD COLUMN region TEXT NOT NULL DEFAULT '';
ALTER TABLE readings ADD COLUMN depends TEXT; -- NULL: not written down yet
ALTER TABLE readings ADD COLUMN imported BOOLEAN NOT NULL DEFAULT FALSE CHECK (imported IN (0, 1)); -- it came in a file and counts for nothing
ALTER TABLE annotations ADD COLUMN exact TEXT NOT NULL DEFAULT '';
ALTER TABLE annotations ADD COLUMN context TEXT NOT NULL DEFAULT '';
ALTER TABLE annotations ADD COLUMN depends TEXT; -- NULL: not written down yet
ALTER TABLE annotations ADD COLUMN imported BOOLEAN NOT NULL DEFAULT FALSE CHECK (imported IN (0, 1)); -- it came in a file and counts for nothing
ALTER TABLE evidence ADD COLUMN exact TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence ADD COLUMN imported BOOLEAN NOT NULL DEFAULT FALSE CHECK (imported IN (0, 1));
ALTER TABLE evidence ADD COLUMN confirms_id INTEGER REFERENCES evidence (id); -- the same, given for former words
UPDATE readings SET text = coalesce((SELECT s.text FROM sentences s WHERE s.track_id = readings.track_id AND s.revision_id = readings.revision_id),
        (SELECT substr(v.text, f.start_cp + 1, f.end_cp - f.start_cp) FROM former_sentences f JOIN revisions v ON v.id = f.revision_id
            WHERE f.track_id = readings.track_id AND f.revision_id = readings.revision_id ORDER BY f.id DESC LIMIT 1), ''),
    region = coalesce((SELECT s.region FROM sentences s WHERE s.track_id = readings.track_id AND s.revision_id = readings.revision_id), '');
UPDATE annotations SET exact = coalesce((SELECT o.exact FROM occurrences o WHERE o.claim_id = annotations.claim_id AND o.revision_id = annotations.revision_id
        AND o.placement <> 'lost' ORDER BY o.event_id IS NOT NULL, o.start_cp LIMIT 1), ''),
    context = coalesce((SELECT group_concat(x.text, char(10)) FROM (SELECT s.text FROM occurrence_sentences os JOIN sentences s ON s.id = os.sentence_id
        WHERE os.occurrence_id = (SELECT o.id FROM occurrences o WHERE o.claim_id = annotations.claim_id AND o.revision_id = annotations.revision_id
            AND o.placement <> 'lost' ORDER BY o.event_id IS NOT NULL, o.start_cp LIMIT 1) ORDER BY s.ordinal) x), '');
UPDATE evidence SET exact = coalesce((SELECT n.exact FROM annotations n WHERE n.id = evidence.annotation_id),
    (SELECT o.exact FROM claims c JOIN revisions v ON v.article_id = c.article_id AND v.created_at <= evidence.created_at
        JOIN occurrences o ON o.claim_id = c.id AND o.revision_id = v.id AND o.placement <> 'lost'
        WHERE c.id = evidence.claim_id ORDER BY v.number DESC, o.event_id IS NOT NULL, o.start_cp LIMIT 1), '');
-- +goose StatementBegin
CREATE TRIGGER readings_append_only BEFORE UPDATE ON readings
WHEN NOT (OLD.depends IS NULL AND NEW.depends IS NOT NULL AND NEW.withdrawn_at IS OLD.withdrawn_at)
    AND (OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR NEW.depends IS NOT OLD.depends)
    OR (NEW.id, NEW.track_id, NEW.revision_id, NEW.reader_id, NEW.at, NEW.text, NEW.region, NEW.imported)
    IS NOT (OLD.id, OLD.track_id, OLD.revision_id, OLD.reader_id, OLD.at, OLD.text, OLD.region, OLD.imported)
BEGIN SELECT RAISE(ABORT, 'a read mark can only be withdrawn'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER annotations_append_only BEFORE UPDATE ON annotations
WHEN NOT (OLD.depends IS NULL AND NEW.depends IS NOT NULL AND NEW.withdrawn_at IS OLD.withdrawn_at)
    AND (OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR NEW.depends IS NOT OLD.depends)
    OR (NEW.id, NEW.claim_id, NEW.reviewer_id, NEW.revision_id, NEW.status, NEW.note, NEW.ruling, NEW.at, NEW.exact, NEW.context, NEW.imported)
    IS NOT (OLD.id, OLD.claim_id, OLD.reviewer_id, OLD.revision_id, OLD.status, OLD.note, OLD.ruling, OLD.at, OLD.exact, OLD.context, OLD.imported)
BEGIN SELECT RAISE(ABORT, 'an annotation can only be withdrawn'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_append_only BEFORE UPDATE ON evidence
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    OR (NEW.id, NEW.claim_id, NEW.source_id, NEW.annotation_id, NEW.class, NEW.stance, NEW.quote, NEW.locator, NEW.accessed_on, NEW.created_by, NEW.created_at, NEW.exact, NEW.imported, NEW.confirms_id)
    IS NOT (OLD.id, OLD.claim_id, OLD.source_id, OLD.annotation_id, OLD.class, OLD.stance, OLD.quote, OLD.locator, OLD.accessed_on, OLD.created_by, OLD.created_at, OLD.exact, OLD.imported, OLD.confirms_id)
BEGIN SELECT RAISE(ABORT, 'evidence can only be withdrawn'); END;
-- +goose StatementEnd

-- Words of a sentence (code points from its start) that a read mark does not cover, as a claim had them when it was made, or was made of them later.
CREATE TABLE read_mark_gaps (
    reading_id INTEGER NOT NULL REFERENCES readings (id),
    start_cp   INTEGER NOT NULL CHECK (start_cp >= 0),
    end_cp     INTEGER NOT NULL CHECK (end_cp > start_cp),
    PRIMARY KEY (reading_id, start_cp, end_cp)
) WITHOUT ROWID;

-- How an editor said that a claim ended. Append only: the newest for the words as they stand counts, until a newer verdict.
CREATE TABLE outcomes (
    id            INTEGER PRIMARY KEY,
    claim_id      INTEGER NOT NULL REFERENCES claims (id),
    resolution    TEXT NOT NULL CHECK (resolution IN ('none', 'stands', 'corrected', 'softened', 'attributed', 'cut', 'on author', 'opinion', 'run as is')),
    reason        TEXT NOT NULL DEFAULT '',
    exact         TEXT NOT NULL,
    context       TEXT NOT NULL,
    after_id      INTEGER NOT NULL DEFAULT 0, -- the newest annotation of the claim then; 0: none
    user_id       INTEGER REFERENCES users (id),
    at            TIMESTAMP NOT NULL
);
CREATE INDEX outcomes_by_claim ON outcomes (claim_id, id);

-- What was known of a sentence when its state was last derived.
ALTER TABLE tracks ADD COLUMN dependent BOOLEAN NOT NULL DEFAULT FALSE CHECK (dependent IN (0, 1)); -- settled, and something in it nobody but its author looked at
ALTER TABLE tracks ADD COLUMN leaning BOOLEAN NOT NULL DEFAULT FALSE CHECK (leaning IN (0, 1));     -- it refers back to a sentence that changed
ALTER TABLE articles ADD COLUMN sentences_dependent INTEGER NOT NULL DEFAULT 0 CHECK (sentences_dependent >= 0);
ALTER TABLE articles ADD COLUMN sentences_leaning INTEGER NOT NULL DEFAULT 0 CHECK (sentences_leaning >= 0);
ALTER TABLE articles ADD COLUMN claims_unproved INTEGER NOT NULL DEFAULT 0 CHECK (claims_unproved >= 0);
-- Under which rules its states were derived: 0 before assertions kept their words.
ALTER TABLE articles ADD COLUMN rules INTEGER NOT NULL DEFAULT 2;
UPDATE articles SET rules = 0;

ALTER TABLE desks ADD COLUMN small_desk BOOLEAN NOT NULL DEFAULT FALSE CHECK (small_desk IN (0, 1)); -- independence may be overridden, thing by thing

-- Whose words a revision brought: its writer's, by their own word or by that of an editor who did not bring it in.
CREATE TABLE authorships (
    id          INTEGER PRIMARY KEY,
    revision_id INTEGER NOT NULL REFERENCES revisions (id),
    user_id     INTEGER NOT NULL REFERENCES users (id),
    vouched     BOOLEAN NOT NULL CHECK (vouched IN (0, 1)), -- by an editor, with a reason that is printed
    reason      TEXT NOT NULL DEFAULT '',
    at          TIMESTAMP NOT NULL,
    UNIQUE (revision_id)
);

-- Who accepted a correction. Whoever only said that the text has it is in decided_by.
ALTER TABLE corrections ADD COLUMN accepted_by INTEGER REFERENCES users (id);
UPDATE corrections SET accepted_by = decided_by WHERE state IN ('accepted', 'made');
ALTER TABLE corrections ADD COLUMN decline_reason TEXT NOT NULL DEFAULT ''; -- of an accepted one that was declined after all; printed
CREATE INDEX corrections_waiting ON corrections (claim_id) WHERE state = 'accepted';

-- What an override covers, each thing as it was. It lapses for one that changes.
CREATE TABLE override_things (
    override_id INTEGER NOT NULL REFERENCES overrides (id),
    kind        TEXT NOT NULL CHECK (kind IN ('sentence', 'claim', 'query')),
    thing_id    INTEGER NOT NULL,
    version     TEXT NOT NULL,
    lapsed_at   TIMESTAMP,
    PRIMARY KEY (override_id, kind, thing_id)
) WITHOUT ROWID;
DROP INDEX overrides_of_gate;
CREATE INDEX overrides_of_gate ON overrides (article_id, gate_code) WHERE claim_id IS NULL AND voided_at IS NULL;

-- What a sign-off was given under, and for.
ALTER TABLE signoffs ADD COLUMN title_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE signoffs ADD COLUMN rules INTEGER NOT NULL DEFAULT 0; -- 0: before assertions kept their words
ALTER TABLE signoffs ADD COLUMN policy TEXT NOT NULL DEFAULT '';  -- of the desk then, as JSON
ALTER TABLE signoffs ADD COLUMN alone TEXT NOT NULL DEFAULT '';   -- numbers of the sentences that were checked and signed without a second person, as JSON
ALTER TABLE signoffs ADD COLUMN note TEXT NOT NULL DEFAULT '';    -- what is printed beside it
CREATE INDEX signoffs_alone ON signoffs (article_id) WHERE alone <> '' AND voided_at IS NULL;
DROP TRIGGER signoffs_append_only;
-- +goose StatementBegin
CREATE TRIGGER signoffs_append_only BEFORE UPDATE ON signoffs
WHEN (OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
    OR (NEW.id, NEW.article_id, NEW.revision_id, NEW.sha256, NEW.user_id, NEW.role, NEW.at, NEW.title_sha256, NEW.rules, NEW.policy, NEW.alone, NEW.note)
    IS NOT (OLD.id, OLD.article_id, OLD.revision_id, OLD.sha256, OLD.user_id, OLD.role, OLD.at, OLD.title_sha256, OLD.rules, OLD.policy, OLD.alone, OLD.note))
BEGIN SELECT RAISE(ABORT, 'a sign-off can only be voided'); END;
-- +goose StatementEnd

-- The title is read, too: it is sentence 0 of every revision, with offsets within itself, beside the text. SQLite changes a CHECK only where the schema is
-- written; what is stored does not change.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql, 'CHECK (ordinal >= 1)', 'CHECK (ordinal >= 0)'), '(''headline'', ''kicker''', '(''title'', ''headline'', ''kicker''')
    WHERE type = 'table' AND name = 'sentences';
PRAGMA writable_schema = RESET;
