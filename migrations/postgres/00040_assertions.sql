-- +goose Up
-- Assertions: every read mark, verdict, piece of evidence, outcome and override keeps the words it was given for, and counts only while those words stand.

-- The words of the sentences that this one refers back to ("he", "that figure"). A read mark depends on them.
ALTER TABLE sentences ADD COLUMN depends TEXT NOT NULL DEFAULT '';
-- Origin of the words ("r12": revision 12; "c5": correction 5; "b5": correction 5, outside its claim), and their authors' ids, between commas.
ALTER TABLE sentences ADD COLUMN typed TEXT NOT NULL DEFAULT '';
ALTER TABLE sentences ADD COLUMN authors TEXT NOT NULL DEFAULT '';

-- The current words of the claim and of its sentence. A verdict counts while both are unchanged. context is empty while
-- the claim is lost or its place is not confirmed.
ALTER TABLE claims ADD COLUMN exact TEXT NOT NULL DEFAULT '';
ALTER TABLE claims ADD COLUMN context TEXT NOT NULL DEFAULT '';
-- Former words of the claim were disputed, and the dispute has not ended.
ALTER TABLE claims ADD COLUMN contested BOOLEAN NOT NULL DEFAULT FALSE;
-- The claim is sourced, but its evidence does not meet the desk's policy.
ALTER TABLE claims ADD COLUMN unproved BOOLEAN NOT NULL DEFAULT FALSE;
-- The claim on other words that this one replaced.
ALTER TABLE claims ADD COLUMN former_claim_id BIGINT REFERENCES claims (id);
-- The number of assignments. They change the version, but nothing that an override covers.
ALTER TABLE claims ADD COLUMN assignments INTEGER NOT NULL DEFAULT 0 CHECK (assignments >= 0);

DROP TRIGGER readings_append_only ON readings;
DROP TRIGGER annotations_append_only ON annotations;
DROP TRIGGER evidence_append_only ON evidence;
ALTER TABLE readings ADD COLUMN text TEXT NOT NULL DEFAULT '';
ALTER TABLE readings ADD COLUMN region TEXT NOT NULL DEFAULT '';
ALTER TABLE readings ADD COLUMN depends TEXT; -- NULL: not written down yet
ALTER TABLE readings ADD COLUMN imported BOOLEAN NOT NULL DEFAULT FALSE; -- it came in a file and counts for nothing
ALTER TABLE annotations ADD COLUMN exact TEXT NOT NULL DEFAULT '';
ALTER TABLE annotations ADD COLUMN context TEXT NOT NULL DEFAULT '';
ALTER TABLE annotations ADD COLUMN depends TEXT; -- NULL: not written down yet
ALTER TABLE annotations ADD COLUMN imported BOOLEAN NOT NULL DEFAULT FALSE; -- it came in a file and counts for nothing
ALTER TABLE evidence ADD COLUMN exact TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence ADD COLUMN imported BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE evidence ADD COLUMN confirms_id BIGINT REFERENCES evidence (id); -- the same, given for former words
UPDATE readings SET text = coalesce((SELECT s.text FROM sentences s WHERE s.track_id = readings.track_id AND s.revision_id = readings.revision_id),
        (SELECT substr(v.text, f.start_cp + 1, f.end_cp - f.start_cp) FROM former_sentences f JOIN revisions v ON v.id = f.revision_id
            WHERE f.track_id = readings.track_id AND f.revision_id = readings.revision_id ORDER BY f.id DESC LIMIT 1), ''),
    region = coalesce((SELECT s.region FROM sentences s WHERE s.track_id = readings.track_id AND s.revision_id = readings.revision_id), '');
UPDATE annotations SET exact = coalesce((SELECT o.exact FROM occurrences o WHERE o.claim_id = annotations.claim_id AND o.revision_id = annotations.revision_id
        AND o.placement <> 'lost' ORDER BY o.event_id IS NOT NULL, o.start_cp LIMIT 1), ''),
    context = coalesce((SELECT string_agg(x.text, chr(10) ORDER BY x.ordinal) FROM (SELECT s.text, s.ordinal FROM occurrence_sentences os JOIN sentences s ON s.id = os.sentence_id
        WHERE os.occurrence_id = (SELECT o.id FROM occurrences o WHERE o.claim_id = annotations.claim_id AND o.revision_id = annotations.revision_id
            AND o.placement <> 'lost' ORDER BY o.event_id IS NOT NULL, o.start_cp LIMIT 1) ORDER BY s.ordinal) x), '');
UPDATE evidence SET exact = coalesce((SELECT n.exact FROM annotations n WHERE n.id = evidence.annotation_id),
    (SELECT o.exact FROM claims c JOIN revisions v ON v.article_id = c.article_id AND v.created_at <= evidence.created_at
        JOIN occurrences o ON o.claim_id = c.id AND o.revision_id = v.id AND o.placement <> 'lost'
        WHERE c.id = evidence.claim_id ORDER BY v.number DESC, o.event_id IS NOT NULL, o.start_cp LIMIT 1), '');
CREATE TRIGGER readings_append_only BEFORE UPDATE ON readings FOR EACH ROW
    WHEN (NOT (OLD.depends IS NULL AND NEW.depends IS NOT NULL AND NEW.withdrawn_at IS NOT DISTINCT FROM OLD.withdrawn_at)
    AND (OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR NEW.depends IS DISTINCT FROM OLD.depends)
    OR (NEW.id, NEW.track_id, NEW.revision_id, NEW.reader_id, NEW.at, NEW.text, NEW.region, NEW.imported)
    IS DISTINCT FROM (OLD.id, OLD.track_id, OLD.revision_id, OLD.reader_id, OLD.at, OLD.text, OLD.region, OLD.imported))
    EXECUTE FUNCTION readings_append_only();
CREATE TRIGGER annotations_append_only BEFORE UPDATE ON annotations FOR EACH ROW
    WHEN (NOT (OLD.depends IS NULL AND NEW.depends IS NOT NULL AND NEW.withdrawn_at IS NOT DISTINCT FROM OLD.withdrawn_at)
    AND (OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR NEW.depends IS DISTINCT FROM OLD.depends)
    OR (NEW.id, NEW.claim_id, NEW.reviewer_id, NEW.revision_id, NEW.status, NEW.note, NEW.ruling, NEW.at, NEW.exact, NEW.context, NEW.imported)
    IS DISTINCT FROM (OLD.id, OLD.claim_id, OLD.reviewer_id, OLD.revision_id, OLD.status, OLD.note, OLD.ruling, OLD.at, OLD.exact, OLD.context, OLD.imported))
    EXECUTE FUNCTION annotations_append_only();
CREATE TRIGGER evidence_append_only BEFORE UPDATE ON evidence FOR EACH ROW
    WHEN (OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    OR (NEW.id, NEW.claim_id, NEW.source_id, NEW.annotation_id, NEW.class, NEW.stance, NEW.quote, NEW.locator, NEW.accessed_on, NEW.created_by, NEW.created_at, NEW.exact, NEW.imported, NEW.confirms_id)
    IS DISTINCT FROM (OLD.id, OLD.claim_id, OLD.source_id, OLD.annotation_id, OLD.class, OLD.stance, OLD.quote, OLD.locator, OLD.accessed_on, OLD.created_by, OLD.created_at, OLD.exact, OLD.imported, OLD.confirms_id))
    EXECUTE FUNCTION evidence_append_only();

-- Words of a sentence that a read mark does not cover because of a claim, in code points from the sentence's start.
CREATE TABLE read_mark_gaps (
    reading_id BIGINT NOT NULL REFERENCES readings (id),
    start_cp   INTEGER NOT NULL CHECK (start_cp >= 0),
    end_cp     INTEGER NOT NULL CHECK (end_cp > start_cp),
    PRIMARY KEY (reading_id, start_cp, end_cp)
);

-- Outcomes of claims. Append only: the newest for the current words counts, until a newer verdict.
CREATE TABLE outcomes (
    id            BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    claim_id      BIGINT NOT NULL REFERENCES claims (id),
    resolution    TEXT NOT NULL CHECK (resolution IN ('none', 'stands', 'corrected', 'softened', 'attributed', 'cut', 'on author', 'opinion', 'run as is')),
    reason        TEXT NOT NULL DEFAULT '',
    exact         TEXT NOT NULL,
    context       TEXT NOT NULL,
    after_id      BIGINT NOT NULL DEFAULT 0, -- the newest annotation of the claim then; 0: none
    user_id       BIGINT REFERENCES users (id),
    at            TIMESTAMPTZ NOT NULL
);
CREATE INDEX outcomes_by_claim ON outcomes (claim_id, id);

-- Facts about a sentence, from the last time its state was computed.
ALTER TABLE tracks ADD COLUMN dependent BOOLEAN NOT NULL DEFAULT FALSE; -- settled, and something in it nobody but its author looked at
ALTER TABLE tracks ADD COLUMN leaning BOOLEAN NOT NULL DEFAULT FALSE;     -- it refers back to a sentence that changed
ALTER TABLE articles ADD COLUMN sentences_dependent INTEGER NOT NULL DEFAULT 0 CHECK (sentences_dependent >= 0);
ALTER TABLE articles ADD COLUMN sentences_leaning INTEGER NOT NULL DEFAULT 0 CHECK (sentences_leaning >= 0);
ALTER TABLE articles ADD COLUMN claims_unproved INTEGER NOT NULL DEFAULT 0 CHECK (claims_unproved >= 0);
-- The version of the rules that computed the article's states. 0: before assertions stored their words.
ALTER TABLE articles ADD COLUMN rules INTEGER NOT NULL DEFAULT 2;
UPDATE articles SET rules = 0;

ALTER TABLE desks ADD COLUMN small_desk BOOLEAN NOT NULL DEFAULT FALSE; -- independence may be overridden, thing by thing

-- The writer whose words a revision contains, as the writer or an editor who did not add the revision stated.
CREATE TABLE authorships (
    id          BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    revision_id BIGINT NOT NULL REFERENCES revisions (id),
    user_id     BIGINT NOT NULL REFERENCES users (id),
    vouched     BOOLEAN NOT NULL, -- by an editor, with a reason that is printed
    reason      TEXT NOT NULL DEFAULT '',
    at          TIMESTAMPTZ NOT NULL,
    UNIQUE (revision_id)
);

-- Who accepted a correction. decided_by is the user who stated that the text contains it.
ALTER TABLE corrections ADD COLUMN accepted_by BIGINT REFERENCES users (id);
UPDATE corrections SET accepted_by = decided_by WHERE state IN ('accepted', 'made');
ALTER TABLE corrections ADD COLUMN decline_reason TEXT NOT NULL DEFAULT ''; -- of an accepted one that was declined after all; printed
CREATE INDEX corrections_waiting ON corrections (claim_id) WHERE state = 'accepted';

-- The things that an override covers, in the state of that time. It lapses for each thing that changes.
CREATE TABLE override_things (
    override_id BIGINT NOT NULL REFERENCES overrides (id),
    kind        TEXT NOT NULL CHECK (kind IN ('sentence', 'claim', 'query')),
    thing_id    BIGINT NOT NULL,
    version     TEXT NOT NULL,
    lapsed_at   TIMESTAMPTZ,
    PRIMARY KEY (override_id, kind, thing_id)
);
DROP INDEX overrides_of_gate;
CREATE INDEX overrides_of_gate ON overrides (article_id, gate_code) WHERE claim_id IS NULL AND voided_at IS NULL;

-- The text, policy and rules that a sign-off depends on.
ALTER TABLE signoffs ADD COLUMN title_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE signoffs ADD COLUMN rules INTEGER NOT NULL DEFAULT 0; -- 0: before assertions kept their words
ALTER TABLE signoffs ADD COLUMN policy TEXT NOT NULL DEFAULT '';  -- of the desk then, as JSON
ALTER TABLE signoffs ADD COLUMN alone TEXT NOT NULL DEFAULT '';   -- numbers of the sentences that were checked and signed without a second person, as JSON
ALTER TABLE signoffs ADD COLUMN note TEXT NOT NULL DEFAULT '';    -- what is printed beside it
CREATE INDEX signoffs_alone ON signoffs (article_id) WHERE alone <> '' AND voided_at IS NULL;
DROP TRIGGER signoffs_append_only ON signoffs;
CREATE TRIGGER signoffs_append_only BEFORE UPDATE ON signoffs FOR EACH ROW
    WHEN ((OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
    OR (NEW.id, NEW.article_id, NEW.revision_id, NEW.sha256, NEW.user_id, NEW.role, NEW.at, NEW.title_sha256, NEW.rules, NEW.policy, NEW.alone, NEW.note)
    IS DISTINCT FROM (OLD.id, OLD.article_id, OLD.revision_id, OLD.sha256, OLD.user_id, OLD.role, OLD.at, OLD.title_sha256, OLD.rules, OLD.policy, OLD.alone, OLD.note)))
    EXECUTE FUNCTION signoffs_append_only();

-- The title is read, too: it is sentence 0 of every revision, with offsets within itself, beside the text.
ALTER TABLE sentences DROP CONSTRAINT sentences_ordinal_check;
ALTER TABLE sentences ADD CONSTRAINT sentences_ordinal_check CHECK (ordinal >= 0);
ALTER TABLE sentences DROP CONSTRAINT sentences_region_check;
ALTER TABLE sentences ADD CONSTRAINT sentences_region_check CHECK (region IN ('title', 'headline', 'kicker', 'byline', 'dateline', 'caption', 'body', 'quote box', 'list'));
