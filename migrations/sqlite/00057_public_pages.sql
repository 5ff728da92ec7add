-- +goose Up
-- The public pages "How this was checked".
CREATE TABLE public_pages (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id),
    public_id  TEXT NOT NULL UNIQUE, -- random, kept when the page is switched off and on again
    is_on      BOOLEAN NOT NULL CHECK (is_on IN (0, 1))
);

-- Whether public pages name people, and whether the desk's corrections are listed in public.
ALTER TABLE desks ADD COLUMN public_names BOOLEAN NOT NULL DEFAULT FALSE CHECK (public_names IN (0, 1));
ALTER TABLE desks ADD COLUMN public_corrections BOOLEAN NOT NULL DEFAULT FALSE CHECK (public_corrections IN (0, 1));
