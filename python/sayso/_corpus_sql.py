"""What a corpus asks of its tables, in DuckDB's SQL: `who` says which number an entity has, `people` whose it is."""

from __future__ import annotations

import re

from ._native import _acts

# what articles of one period have in common, as text that sorts
PERIODS = {
    "day": "strftime(d.day, '%Y-%m-%d')",
    "week": "strftime(date_trunc('week', d.day), '%Y-%m-%d')",
    "month": "strftime(d.day, '%Y-%m')",
    "quarter": "strftime(d.day, '%Y') || '-Q' || quarter(d.day)",
    "year": "strftime(d.day, '%Y')",
}

# ---------------------------------------------------------------- who is who

UNDECIDED = "CREATE OR REPLACE TABLE who AS FROM found;"
MERGE = """
UPDATE who SET who = ?, name = (SELECT any_value(name) FROM who WHERE who = ?), why = 'by hand', evidence = ''
WHERE who = ?
"""
# whoever is split off is called as the first of the articles calls them
SPLIT = """
UPDATE who SET who = $1, why = 'by hand', evidence = '', name = (
    SELECT arg_min(form, w.article) FROM who w JOIN docs USING (article)
    WHERE w.who = $2 AND list_contains($3, article_id))
WHERE who = $2 AND article IN (SELECT article FROM docs WHERE list_contains($3, article_id))
"""
PEOPLE = """
CREATE OR REPLACE TABLE people AS
WITH of AS (
    SELECT w.who, w.name AS called, w.form, n.* EXCLUDE (name) FROM who w JOIN named n USING (article, entity_id)),
roles AS (SELECT who, lower(unnest(roles)) AS role FROM of),
ranked AS (SELECT who, role, count(*) AS n FROM roles GROUP BY ALL),
listed AS (SELECT who, list(role ORDER BY n DESC, role)[:5] AS roles FROM ranked GROUP BY who),
called AS (SELECT who, form, count(*) AS n, min(article) AS first FROM of GROUP BY ALL),
forms AS (SELECT who, list(form ORDER BY n DESC, first, form)[:5] AS forms FROM called GROUP BY who)
SELECT who, any_value(called) AS name, mode(type) AS type, count(DISTINCT article)::INTEGER AS articles,
    sum(n_mentions)::INTEGER AS mentions, count(*) FILTER (in_headline)::INTEGER AS headlines,
    any_value(forms) AS forms,
    coalesce(any_value(listed.roles), []) AS roles,
    CASE WHEN count(*) FILTER (gender = 'female') > 2 * count(*) FILTER (gender = 'male') THEN 'female'
         WHEN count(*) FILTER (gender = 'male') > 2 * count(*) FILTER (gender = 'female') THEN 'male'
         ELSE 'unknown' END AS gender,
    min(day) AS first, max(day) AS last
FROM of LEFT JOIN listed USING (who) LEFT JOIN forms USING (who) GROUP BY who ORDER BY who
"""
WHY = """
SELECT d.article_id, d.day AS date, w.form, n.roles, w.why, w.evidence
FROM who w JOIN named n USING (article, entity_id) JOIN docs d USING (article)
WHERE w.who = $1 ORDER BY d.day NULLS LAST, w.article, n.number
"""
ARTICLES = "SELECT article_id FROM who JOIN docs USING (article) WHERE who = ?"
_LISTED = "SELECT who, name, type, roles[1], articles FROM people"
CALLED = f"{_LISTED} WHERE lower(name) = lower($1) ORDER BY articles DESC, who"
FORM = f"""{_LISTED} WHERE who IN (SELECT who FROM who WHERE lower(form) = lower($1)) ORDER BY articles DESC, who"""
NEAR = """
SELECT name FROM (SELECT name, max(jaro_winkler_similarity(lower(name), lower($1))) AS near, sum(articles) AS n
    FROM people GROUP BY name) WHERE near > 0.85 ORDER BY near DESC, n DESC, name LIMIT $2
"""

# ---------------------------------------------------------------- quotes

# a quote: its place in order, its article's number and day, its words, its speaker's number (null if unnamed)
SAID = r"""
CREATE VIEW said AS
SELECT q.*, d.article, d.day, w.who, len(regexp_extract_all(q.text, '\S+'))::INTEGER AS words,
    d.article::BIGINT * 1000000 + string_split(q.quote_id, 'q')[2]::INTEGER AS place
FROM quotes q JOIN docs d USING (article_id)
LEFT JOIN who w ON w.article = d.article AND w.entity_id = q.speaker_id
WHERE q.duplicate IS NOT TRUE;
"""
SUMMARY = """
SELECT (SELECT count(*) FROM docs), (SELECT count(*) FROM quotes WHERE duplicate IS NOT TRUE),
    (SELECT count(*) FROM people WHERE type = 'PERSON'), min(day), max(day) FROM docs
"""
_SHOWN = """s.article_id, s.day AS date{kept}, s.quote_id, s.speaker, s.text, s.kind, s.act, s.addressee, s.negated,
    s.confidence, s."start", s."end\""""
QUOTES = f"""
SELECT {_SHOWN} FROM said s JOIN articles a USING (article_id)
WHERE {{where}} ORDER BY s.day NULLS LAST, s.place
"""
REPEATED = f"""
WITH ranked AS (SELECT r."group", count(DISTINCT s.article)::INTEGER AS articles
    FROM repeats r JOIN said s ON s.place = r.at GROUP BY r."group")
SELECT r."group", g.articles, r.similarity, {_SHOWN}
FROM repeats r JOIN said s ON s.place = r.at JOIN ranked g USING ("group") JOIN articles a USING (article_id)
ORDER BY g.articles DESC, r."group", s.day NULLS LAST, s.place
"""
_ACTS = ", ".join(f"count(*) FILTER (s.act = '{act}')::INTEGER AS \"{act}\"" for act in _acts())
SPEAKERS = f"""
SELECT s.who, any_value(p.name) AS name, any_value(p.type) AS type, count(DISTINCT s.article)::INTEGER AS articles,
    count(*)::INTEGER AS quotes, sum(s.words)::INTEGER AS words, avg((s.kind = 'direct')::INTEGER)::DOUBLE AS direct,
    {_ACTS}, any_value(p.roles) AS roles, any_value(p.gender) AS gender, min(s.day) AS first, max(s.day) AS last
FROM said s JOIN people p USING (who) WHERE true {{where}} GROUP BY s.who ORDER BY quotes DESC, articles DESC, s.who
"""
ENTITIES = """
WITH spoken AS (SELECT who, count(*)::INTEGER AS quotes FROM said GROUP BY who)
SELECT p.who, p.name, p.type, p.articles, p.mentions, p.headlines, coalesce(q.quotes, 0)::INTEGER AS quotes, p.forms,
    p.roles, p.gender, p.first, p.last
FROM people p LEFT JOIN spoken q USING (who) WHERE true {where} ORDER BY p.articles DESC, p.mentions DESC, p.who
"""


def patterns(words: str) -> list[str]:
    """Regular expressions for the words and phrases of a search; a word may go on, a phrase may not."""
    found = []
    for phrase, word in re.findall(r'["“”]([^"“”]*)["“”]|([^\s"“”]+)', words):
        whole = phrase.split() or ([word] if word else [])
        if whole:
            found.append(r"(^|[^\pL\pN])" + r"\s+".join(map(re.escape, whole)) + (r"($|[^\pL\pN])" if phrase else ""))
    return found


# ---------------------------------------------------------------- who with whom

_BY_ENTITY = "JOIN who t ON t.article = s.article AND t.entity_id = "
EDGES = {
    "quotes": """SELECT o.who AS source, s.who AS target, 'quotes' AS kind, s.article, s.place AS thing
        FROM said s JOIN said o ON o.article = s.article AND o.quote_id = s.relayed_by""",
    "addresses": f"""SELECT s.who AS source, t.who AS target, 'addresses' AS kind, s.article, s.place AS thing
        FROM said s {_BY_ENTITY} s.addressee_id""",
    "mentions": f"""SELECT s.who AS source, t.who AS target, 'mentions' AS kind, s.article, s.place AS thing
        FROM (SELECT article_id, article, place, who, unnest(content) AS part FROM said WHERE who IS NOT NULL) s
        JOIN mentions m ON m.article_id = s.article_id AND m."start" >= s.part."start" AND m."end" <= s.part."end"
        {_BY_ENTITY} m.entity_id""",
    "beside": """SELECT a.who AS source, b.who AS target, 'beside' AS kind, a.article, a.article AS thing
        FROM (SELECT DISTINCT article, who FROM said WHERE who IS NOT NULL) a
        JOIN (SELECT DISTINCT article, who FROM said WHERE who IS NOT NULL) b
        ON a.article = b.article AND a.who < b.who""",
}
_COUNTED = """
SELECT source, target, kind, count(DISTINCT thing)::INTEGER AS quotes, count(DISTINCT article)::INTEGER AS articles
FROM ({parts}) WHERE source <> target GROUP BY ALL
"""
COUNTED_EDGES = f"""
SELECT e.source, e.target, p.name AS source_name, q.name AS target_name, e.kind, e.quotes, e.articles
FROM ({_COUNTED}) e JOIN people p ON p.who = e.source JOIN people q ON q.who = e.target
ORDER BY e.quotes DESC, e.source, e.target, e.kind
"""
DIRECTED = [kind for kind in EDGES if kind != "beside"]


def graph(kinds: list[str]) -> str:
    """Edges with a column of counts a kind, those of enough weight ($1) alone."""
    counts = ", ".join(f"sum(quotes) FILTER (kind = '{kind}')::INTEGER AS \"{kind}\"" for kind in kinds)
    parts = " UNION ALL ".join(EDGES[kind] for kind in kinds)
    edges = _COUNTED.format(parts=parts)
    return (
        f"SELECT source, target, {counts} FROM ({edges}) GROUP BY ALL HAVING sum(quotes) >= $1 ORDER BY source, target"
    )


NODES = """
SELECT p.who, p.name, p.type, p.gender, coalesce(q.quotes, 0)::INTEGER AS quotes
FROM people p LEFT JOIN (SELECT who, count(*) AS quotes FROM said GROUP BY who) q USING (who)
WHERE list_contains($1, p.who) ORDER BY p.who
"""

# ---------------------------------------------------------------- when, and where

TIMELINE = """
SELECT date_trunc('{by}', s.day)::DATE AS period, {name} AS name, count(DISTINCT s.article)::INTEGER AS articles,
    count(*)::INTEGER AS quotes, sum(s.words)::INTEGER AS words
FROM said s LEFT JOIN people p USING (who) WHERE s.day IS NOT NULL {where} GROUP BY ALL ORDER BY period, name
"""
GENDER = """
WITH counted AS (
    SELECT {by} AS "by", p.gender, count(DISTINCT s.who)::INTEGER AS people, count(*)::INTEGER AS quotes,
        sum(s.words)::INTEGER AS words
    FROM said s JOIN people p USING (who) JOIN docs d USING (article) JOIN articles a ON a.article_id = d.article_id
    WHERE p.type = 'PERSON' GROUP BY ALL)
SELECT *, CASE WHEN gender <> 'unknown' THEN
    quotes / sum(quotes) FILTER (gender <> 'unknown') OVER (PARTITION BY "by") END::DOUBLE AS share
FROM counted ORDER BY "by" NULLS LAST, gender
"""
COMPARE = """
WITH told AS (SELECT d.article, d.n_words, {by} AS "by" FROM docs d JOIN articles a USING (article_id)),
written AS (SELECT "by", count(*)::INTEGER AS articles, sum(n_words)::INTEGER AS words FROM told GROUP BY ALL),
lines AS (
    SELECT t."by", s.kind, s.who, p.name, p.gender, p.type
    FROM said s JOIN told t USING (article) LEFT JOIN people p USING (who)),
ranked AS (
    SELECT "by", who, any_value(name) AS name, count(*) AS n FROM lines WHERE who IS NOT NULL GROUP BY "by", who),
most AS (SELECT "by", list(name ORDER BY n DESC, who)[:5] AS most_quoted FROM ranked GROUP BY "by"),
spoken AS (
    SELECT "by", count(*)::INTEGER AS quotes, count(DISTINCT who)::INTEGER AS speakers,
        avg((kind = 'direct')::INTEGER) AS direct, avg((who IS NOT NULL)::INTEGER) AS named,
        count(*) FILTER (gender = 'female' AND type = 'PERSON') /
            nullif(count(*) FILTER (gender <> 'unknown' AND type = 'PERSON'), 0) AS female
    FROM lines GROUP BY "by")
SELECT w."by", w.articles, w.words, coalesce(s.quotes, 0)::INTEGER AS quotes,
    coalesce(s.speakers, 0)::INTEGER AS speakers,
    (1000 * coalesce(s.quotes, 0) / nullif(w.words, 0))::DOUBLE AS quotes_per_1000_words, s.direct::DOUBLE AS direct,
    s.named::DOUBLE AS named, s.female::DOUBLE AS female, coalesce(m.most_quoted, []) AS most_quoted
FROM written w LEFT JOIN spoken s ON s."by" IS NOT DISTINCT FROM w."by"
LEFT JOIN most m ON m."by" IS NOT DISTINCT FROM w."by" ORDER BY w."by" NULLS LAST
"""
