-- +goose Up
-- What programs were answered, for a day: who asks again with the same key is told the same, and nothing is done twice. A row is written by the
-- transaction that did what was asked. Rows are deleted when they are a day old.
CREATE TABLE api_answers (
    id          INTEGER PRIMARY KEY,
    user_id     INTEGER NOT NULL REFERENCES users (id),
    key         TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request     TEXT NOT NULL, -- its method and address
    body_sha256 TEXT NOT NULL CHECK (length(body_sha256) = 64),
    article_id  INTEGER NOT NULL REFERENCES articles (id), -- what the answer tells of: who may not see it any more is not told again
    status      INTEGER NOT NULL CHECK (status BETWEEN 200 AND 299),
    location    TEXT NOT NULL DEFAULT '',
    answer      BLOB NOT NULL,
    at          TIMESTAMP NOT NULL,
    UNIQUE (user_id, key)
);
CREATE INDEX api_answers_by_time ON api_answers (at);
