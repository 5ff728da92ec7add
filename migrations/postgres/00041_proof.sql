-- +goose Up
-- The agency or press release that a source copies. Sources that copy the same one count as one.
ALTER TABLE sources ADD COLUMN copied_from TEXT NOT NULL DEFAULT '';

-- The address belongs to this server, whose pages are never evidence.
ALTER TABLE sources ADD COLUMN on_server BOOLEAN NOT NULL DEFAULT FALSE;

-- Sites of many publishers, one a line. Their sources are distinguished by publisher and address.
ALTER TABLE desks ADD COLUMN shared_sites TEXT NOT NULL DEFAULT '';
