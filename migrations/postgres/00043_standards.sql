-- +goose Up
-- Every gate looks for contradicting evidence, which is rare.
CREATE INDEX evidence_contradicts ON evidence (claim_id) WHERE stance = 'contradicts' AND class = 'primary';

-- Additional evidence rules of a desk for some kinds of claims: the names of the active rules, separated by spaces.
ALTER TABLE desks ADD COLUMN proof_rules TEXT NOT NULL DEFAULT '';
