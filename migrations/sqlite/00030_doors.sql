-- +goose Up
-- One-time links: one is live for each purpose and person. An older one that is still live ends here, and so does the link for a first
-- administrator where there is an account.
UPDATE invitations SET revoked_at = created_at WHERE used_at IS NULL AND revoked_at IS NULL
    AND (EXISTS (SELECT 1 FROM invitations n WHERE n.purpose = invitations.purpose AND n.email = invitations.email AND n.id > invitations.id AND n.used_at IS NULL AND n.revoked_at IS NULL)
        OR purpose = 'setup' AND EXISTS (SELECT 1 FROM users));
CREATE UNIQUE INDEX invitations_live ON invitations (purpose, email) WHERE used_at IS NULL AND revoked_at IS NULL;
CREATE INDEX invitations_by_maker ON invitations (invited_by);
CREATE INDEX invitations_by_email ON invitations (email);

-- An account was opened by a link that another person made. The newest row of an account counts. Until it is confirmed, by the owner with
-- something from before the link or by an administrator who did not make it, the account cannot sign, rule or override.
CREATE TABLE account_openings (
    id            INTEGER PRIMARY KEY,
    user_id       INTEGER NOT NULL REFERENCES users (id),
    link_id       INTEGER NOT NULL UNIQUE REFERENCES invitations (id),
    made_by       INTEGER NOT NULL REFERENCES users (id),
    made_at       TIMESTAMP NOT NULL,
    opened_at     TIMESTAMP NOT NULL,
    confirmed_at  TIMESTAMP,
    confirmed_by  INTEGER REFERENCES users (id), -- NULL with a time: the command line
    confirmed_how TEXT NOT NULL DEFAULT '' CHECK (confirmed_how IN ('', 'code', 'sign-on', 'administrator', 'command')),
    CHECK (made_by <> user_id AND (confirmed_at IS NULL) = (confirmed_how = ''))
);
CREATE INDEX account_openings_by_user ON account_openings (user_id, id);
CREATE INDEX account_openings_by_maker ON account_openings (made_by);
CREATE INDEX account_openings_by_confirmer ON account_openings (confirmed_by);

-- Events of a desk itself: changes of its policy, its members and its webhooks.
CREATE INDEX events_by_desk ON events (desk_id, id) WHERE article_id IS NULL AND desk_id IS NOT NULL;
