-- +goose Up
-- The public pages "How this was checked".
CREATE TABLE public_pages (
    article_id BIGINT PRIMARY KEY REFERENCES articles (id),
    public_id  TEXT NOT NULL UNIQUE, -- random, kept when the page is switched off and on again
    is_on      BOOLEAN NOT NULL
);

-- Whether public pages name people, and whether the desk's corrections are listed in public.
ALTER TABLE desks ADD COLUMN public_names BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE desks ADD COLUMN public_corrections BOOLEAN NOT NULL DEFAULT FALSE;
