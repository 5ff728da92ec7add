-- +goose Up
-- Mail about notices. A mail contains the ids of its notices alone: its text is written when it is sent, with the rights of that time.

-- A user's choices. Without a row the defaults apply.
CREATE TABLE mail_settings (
    user_id       INTEGER PRIMARY KEY REFERENCES users (id),
    off           BOOLEAN NOT NULL DEFAULT FALSE CHECK (off IN (0, 1)), -- no mail about notices at all
    modes         TEXT NOT NULL DEFAULT '{}', -- by kind of notice: now, digest or never; JSON
    digest_hour   INTEGER NOT NULL DEFAULT 8 CHECK (digest_hour BETWEEN 0 AND 23),
    digest_days   INTEGER NOT NULL DEFAULT 31 CHECK (digest_days BETWEEN 1 AND 127), -- bits, Monday first
    zone          TEXT NOT NULL DEFAULT '', -- '': the newsroom's
    quiet_from    INTEGER NOT NULL DEFAULT 0 CHECK (quiet_from BETWEEN 0 AND 23),
    quiet_until   INTEGER NOT NULL DEFAULT 0 CHECK (quiet_until BETWEEN 0 AND 23), -- equal: no quiet hours
    language      TEXT NOT NULL DEFAULT '', -- '': English
    unsubscribe   TEXT NOT NULL UNIQUE CHECK (length(unsubscribe) >= 20), -- the secret of the link that ends these mails
    bounced_at    TIMESTAMP, -- the mail server refused the user's address
    bounce_detail TEXT NOT NULL DEFAULT ''
);

CREATE TABLE mails (
    id           INTEGER PRIMARY KEY,
    user_id      INTEGER NOT NULL REFERENCES users (id),
    article_id   INTEGER REFERENCES articles (id), -- of all its notices; NULL for a digest
    message      TEXT NOT NULL UNIQUE, -- the first part of its Message-ID, the same for every try
    created_at   TIMESTAMP NOT NULL,
    state        TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'given up', 'bounced', 'empty')),
    tries        INTEGER NOT NULL DEFAULT 0,
    next_at      TIMESTAMP NOT NULL,
    lease        TEXT NOT NULL DEFAULT '',
    leased_until TIMESTAMP,
    code         INTEGER NOT NULL DEFAULT 0, -- of the mail server's last answer
    detail       TEXT NOT NULL DEFAULT '',
    ended_at     TIMESTAMP
);
CREATE INDEX mails_waiting ON mails (next_at, id) WHERE state = 'waiting';
CREATE INDEX mails_ended ON mails (ended_at) WHERE state <> 'waiting';

-- When a notice is to be mailed; NULL: it is in a mail, or never goes into one.
ALTER TABLE notices ADD COLUMN mail_at TIMESTAMP;
ALTER TABLE notices ADD COLUMN mail_id INTEGER REFERENCES mails (id);
CREATE INDEX notices_to_mail ON notices (mail_at, user_id) WHERE mail_at IS NOT NULL AND read_at IS NULL;
CREATE INDEX notices_of_mail ON notices (mail_id) WHERE mail_id IS NOT NULL;

-- Mails may quote titles and claims of the desk's articles.
ALTER TABLE desks ADD COLUMN mail_text BOOLEAN NOT NULL DEFAULT FALSE CHECK (mail_text IN (0, 1));
