-- +goose Up
-- Evidence that contradicts its claim is looked for at every gate, and is rare.
CREATE INDEX evidence_contradicts ON evidence (claim_id) WHERE stance = 'contradicts' AND class = 'primary';
