-- +goose Up
-- Evidence that contradicts its claim is looked for at every gate, and is rare.
CREATE INDEX evidence_contradicts ON evidence (claim_id) WHERE stance = 'contradicts' AND class = 'primary';

-- What a desk asks of some claims beside what it asks of all: the names of the rules that are on, parted by blanks.
ALTER TABLE desks ADD COLUMN proof_rules TEXT NOT NULL DEFAULT '';
