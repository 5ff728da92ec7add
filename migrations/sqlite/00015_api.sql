-- +goose Up
-- Idempotency keys with the answers of the API. A repeated request with the same key gets the stored answer and is not executed
-- again. A row is written in the transaction of its request, and deleted after a day.
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
