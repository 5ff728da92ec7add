-- +goose Up
-- Single sign-on: who somebody is at the provider, sign-ins that are under way, and memberships that follow from groups there.

-- Somebody at a provider is its issuer and their subject there, never an email: those are given to others.
CREATE TABLE identities (
    id         INTEGER PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES users (id),
    issuer     TEXT NOT NULL CHECK (length(issuer) BETWEEN 1 AND 2000),
    subject    TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
    created_at TIMESTAMP NOT NULL,
    UNIQUE (issuer, subject),
    UNIQUE (user_id, issuer)
);

-- A sign-in between its leaving for the provider and its coming back, once, to the browser that it left from and to any instance.
CREATE TABLE sign_ons (
    state_hash   TEXT PRIMARY KEY CHECK (length(state_hash) = 64),
    browser_hash TEXT NOT NULL CHECK (length(browser_hash) = 64),
    nonce        TEXT NOT NULL,
    verifier     TEXT NOT NULL,
    next         TEXT NOT NULL,
    expires_at   TIMESTAMP NOT NULL
);
CREATE INDEX sign_ons_by_age ON sign_ons (expires_at);

-- It came from a group, and goes with it. Those that were made by hand stay.
ALTER TABLE memberships ADD COLUMN from_group BOOLEAN NOT NULL DEFAULT FALSE CHECK (from_group IN (0, 1));
