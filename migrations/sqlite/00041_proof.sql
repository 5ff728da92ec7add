-- +goose Up
-- What a source repeats: the agency or press release. Sources that repeat the same count as one.
ALTER TABLE sources ADD COLUMN copied_from TEXT NOT NULL DEFAULT '';

-- Its address leads to this program itself, whose pages are evidence for nothing.
ALTER TABLE sources ADD COLUMN on_server BOOLEAN NOT NULL DEFAULT FALSE CHECK (on_server IN (0, 1));

-- The sites on which many publishers stand, one a line: there the publisher and the address tell sources apart.
ALTER TABLE desks ADD COLUMN shared_sites TEXT NOT NULL DEFAULT '';
