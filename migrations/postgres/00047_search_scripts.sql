-- +goose Up
-- The search index in the form of text.SearchForm, for every script. A text of plain ASCII skips the steps that it does not need.
-- +goose StatementBegin
CREATE FUNCTION searched_letters(body TEXT) RETURNS TEXT LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    folded TEXT := normalize(lower(body), NFKD);
BEGIN
    -- Accents, vowel signs of Arabic, points of Hebrew, and invisible characters.
    folded := regexp_replace(folded,
        U&'[\0300-\036f\0591-\05bd\05bf\05c1-\05c7\0610-\061a\0640\064b-\065f\0670\06d6-\06ed\00ad\200b-\200f\2060-\2064\feff\fe00-\fe0f]+', '', 'g');
    IF folded ~ U&'[\00df\00e6\00f0\00f8\00fe\0111\0127\0131\0142\014b\0153\0167\03c2\0629-\06f9]' THEN
        folded := translate(folded,
            U&'\0142\0111\00f0\00f8\0131\0127\014b\0167\03c2\0649\06cc\06a9\0629\0671\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06f0\06f1\06f2\06f3\06f4\06f5\06f6\06f7\06f8\06f9',
            U&'lddoihnt\03c3\064a\064a\0643\0647\062701234567890123456789');
        folded := replace(replace(replace(replace(folded, U&'\00e6', 'ae'), U&'\0153', 'oe'), U&'\00df', 'ss'), U&'\00fe', 'th');
    END IF;
    folded := normalize(folded, NFC);
    -- A character of a script without spaces, and a Korean syllable, is a word.
    IF folded ~ U&'[\0e00-\0eff\1000-\109f\1780-\17ff\3040-\30ff\3400-\4dbf\4e00-\9fff\ac00-\d7a3\f900-\faff\+020000-\+03ffff]' THEN
        folded := regexp_replace(folded,
            U&'([\0e00-\0eff\1000-\109f\1780-\17ff\3040-\30ff\3400-\4dbf\4e00-\9fff\ac00-\d7a3\f900-\faff\+020000-\+03ffff])', U&' \005c1 ', 'g');
    END IF;
    RETURN folded;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION searched_text(body TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(
        CASE WHEN octet_length(body) = char_length(body) THEN lower(left(body, 100000)) ELSE searched_letters(left(body, 100000)) END,
        U&'[.,:;!?/|_@#%&*+=<>()\005c[\005c]{}"''`~^$\005c\005c\00a0\00ab\00bb\2010\2011\2012\2013\2014\2018\2019\201a\201c\201d\201e\2026\20ac\00a3\00a7\060c\061b\061f\06d4\0964\3001\3002\300a-\300f\ff01\ff08\ff09\ff0c\ff1a\ff1b\ff1f\30fb-]+',
        ' ', 'g')
$$;
-- +goose StatementEnd

UPDATE search_words f SET words = searched_words(x.title) FROM articles x WHERE f.what = 'article' AND x.id = f.id;
UPDATE search_words f SET words = searched_words(x.text) FROM sentences x WHERE f.what = 'sentence' AND x.id = f.id;
UPDATE search_words f SET words = searched_words(x.exact) FROM occurrences x WHERE f.what = 'claim' AND x.id = f.id;
UPDATE search_words f SET words = searched_words(x.note) FROM annotations x WHERE f.what = 'note' AND x.id = f.id;
UPDATE search_words f SET words = searched_words(s.title || ' ' || s.publisher || ' ' || s.url || ' ' || x.quote)
    FROM evidence x
    JOIN sources s ON s.id = x.source_id
    WHERE f.what = 'evidence' AND x.id = f.id;
UPDATE search_words f SET words = searched_words(x.body) FROM messages x WHERE f.what = 'message' AND x.id = f.id;
