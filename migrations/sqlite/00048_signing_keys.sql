-- +goose Up
-- The installation's Ed25519 keys. The current one signs exports; of a retired one only the public part is kept. Both parts are base64url.
CREATE TABLE signing_keys (
    id         INTEGER PRIMARY KEY,
    kid        TEXT NOT NULL UNIQUE,
    public     TEXT NOT NULL,
    private    TEXT,
    created_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP,
    CHECK ((private IS NULL) = (retired_at IS NOT NULL))
);
-- The keys of other newsrooms that a desk trusts.
CREATE TABLE trusted_keys (
    id         INTEGER PRIMARY KEY,
    desk_id    INTEGER NOT NULL REFERENCES desks (id),
    name       TEXT NOT NULL,
    kid        TEXT NOT NULL,
    public     TEXT NOT NULL,
    added_by   INTEGER NOT NULL REFERENCES users (id),
    added_at   TIMESTAMP NOT NULL,
    removed_at TIMESTAMP
);
CREATE UNIQUE INDEX trusted_keys_by_desk ON trusted_keys (desk_id, kid) WHERE removed_at IS NULL;
