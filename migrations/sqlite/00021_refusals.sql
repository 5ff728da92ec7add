-- +goose Up
-- Dismissed suggestions. Suggestions themselves are not stored: the program computes them from the text.
CREATE TABLE refusals (
    id           INTEGER PRIMARY KEY,
    article_id   INTEGER NOT NULL REFERENCES articles (id),
    track_id     INTEGER NOT NULL REFERENCES tracks (id), -- of the sentence in which it was refused
    sort         TEXT NOT NULL CHECK (sort IN ('likely', 'repeat', 'contradiction', 'sum', 'calendar')),
    key          TEXT NOT NULL CHECK (length(key) = 32), -- of its words
    words        TEXT NOT NULL CHECK (length(words) > 0),
    refused_by   INTEGER NOT NULL REFERENCES users (id),
    refused_at   TIMESTAMP NOT NULL,
    withdrawn_by INTEGER REFERENCES users (id), -- who wants to see it again
    withdrawn_at TIMESTAMP,
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
);
-- A likely claim is dismissed for its sentence, a contradiction between sentences for the article.
CREATE UNIQUE INDEX refusals_live ON refusals (article_id, key, (CASE sort WHEN 'likely' THEN track_id ELSE 0 END)) WHERE withdrawn_at IS NULL;
CREATE INDEX refusals_by_track ON refusals (track_id, id);
