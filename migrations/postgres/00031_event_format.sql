-- +goose Up
-- Events get format 2. Their hash covers a SHA-256 of the payload (before and after) with a random salt instead of the payload itself, so that a
-- payload can be erased later and the chain still verifies. Events of format 1 stay as they are: their hash covers the payload itself.
ALTER TABLE events ADD COLUMN format INTEGER NOT NULL DEFAULT 1 CHECK (format IN (1, 2));
ALTER TABLE events ADD COLUMN salt TEXT NOT NULL DEFAULT '' CHECK (length(salt) IN (0, 64)); -- hexadecimal; empty in format 1 and once erased
ALTER TABLE events ADD COLUMN payload_sha256 TEXT NOT NULL DEFAULT '' CHECK (length(payload_sha256) = CASE format WHEN 1 THEN 0 ELSE 64 END);
ALTER TABLE events ADD COLUMN door TEXT NOT NULL DEFAULT ''; -- how the act came in: page, token or command; covered by the hash in format 2
ALTER TABLE events ADD COLUMN erased_at TIMESTAMPTZ CHECK (erased_at IS NULL OR format = 2);

-- The format in which the next event is written. A chain that has events of format 1 gets one event that names the change first.
ALTER TABLE chain ADD COLUMN format INTEGER NOT NULL DEFAULT 1 CHECK (format IN (1, 2));
UPDATE chain SET format = 2 WHERE length = 0;

-- One change is permitted: to erase the payload of an event of format 2, with its salt, and to say when.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION events_immutable() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.format = 2 AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
        AND NEW.before = '' AND NEW.after = '' AND NEW.salt = ''
        AND (NEW.id, NEW.at, NEW.actor_id, NEW.action, NEW.object, NEW.object_id, NEW.article_id, NEW.desk_id, NEW.prev_hash, NEW.hash, NEW.format, NEW.payload_sha256, NEW.door)
        IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.actor_id, OLD.action, OLD.object, OLD.object_id, OLD.article_id, OLD.desk_id, OLD.prev_hash, OLD.hash, OLD.format, OLD.payload_sha256, OLD.door) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an event is immutable';
END $$;
-- +goose StatementEnd
