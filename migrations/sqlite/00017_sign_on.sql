-- +goose Up
-- Single sign-on: identities at the provider, pending sign-ins, and memberships that follow the provider's groups.

-- An identity is an issuer and a subject. It is never an email address, because a provider may reassign one.
CREATE TABLE identities (
    id         INTEGER PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES users (id),
    issuer     TEXT NOT NULL CHECK (length(issuer) BETWEEN 1 AND 2000),
    subject    TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
    created_at TIMESTAMP NOT NULL,
    UNIQUE (issuer, subject),
    UNIQUE (user_id, issuer)
);

-- A sign-in that waits for the provider's answer. The same browser completes it, once, at any instance.
CREATE TABLE sign_ons (
    state_hash   TEXT PRIMARY KEY CHECK (length(state_hash) = 64),
    browser_hash TEXT NOT NULL CHECK (length(browser_hash) = 64),
    nonce        TEXT NOT NULL,
    verifier     TEXT NOT NULL,
    next         TEXT NOT NULL,
    expires_at   TIMESTAMP NOT NULL
);
CREATE INDEX sign_ons_by_age ON sign_ons (expires_at);

-- The membership follows a group of the provider, and ends with it. Memberships that an administrator made stay.
ALTER TABLE memberships ADD COLUMN from_group BOOLEAN NOT NULL DEFAULT FALSE CHECK (from_group IN (0, 1));
