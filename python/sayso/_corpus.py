"""Questions to many articles at once; the tables are in DuckDB, who is who in `_corpus_tables`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

from . import _corpus_sql as sql
from . import _corpus_tables
from ._corpus_tables import name_of, text_of
from ._errors import ArgumentError, InputError
from ._native import Table, Tables, _answer, _repeats
from ._optional import needed

if TYPE_CHECKING:
    import networkx as _networkx

    _By: TypeAlias = Literal["day", "week", "month", "quarter", "year"]

Who = str | int
# people that an error lists
LISTED = 5


class Decision(TypedDict):
    """Decided by hand: `merge` takes `who` for `into`, `split` takes `articles` of `who` for somebody else."""

    what: Literal["merge", "split"]
    who: int
    into: int
    articles: list[str]


class Corpus:
    """Many articles: who is quoted in them, how often, by whom, on what, next to whom.

    Args:
        data: the folder of a run of `extract_files` (its files stay on disk and are read in a stream, so that they may
            be larger than memory); `Tables`, or several; results of `extract_batch` or `stream`; or articles as
            `extract_table` takes them, which are extracted first.
        decisions: what was decided by hand before: `Corpus.decisions` of the same articles.
        options: for articles, as `extract_table` takes them: `text`, `id`, `date`, ..., `extractor`, `keep`.

    Raises:
        ImportError: DuckDB is not installed (`pip install 'sayso[corpus]'`).
        RunError: the folder holds no run, one in CSV, or files are gone.
        InputError: two articles have one id, or what `extract_table` raises.
        ArgumentError: options beside what was extracted before.

    All answers are `Table`s (`to_pandas()`, `to_polars()`, `to_arrow()`, `to_dicts()`). Quotes in paragraphs that
    repeat earlier ones are left out. A person, body or thing is named by any of its names, or by its number in the
    column `who`, which depends on the articles and their order alone.
    """

    def __init__(
        self,
        data: str | os.PathLike[str] | Tables | Iterable[Any],
        *,
        decisions: Iterable[Decision] = (),
        **options: Any,
    ) -> None:
        self._database = _corpus_tables.opened(data, options)
        _corpus_tables.merged(self._database)
        self._database.execute(sql.UNDECIDED + sql.SAID)
        own = {"article_id", *_corpus_tables.own_columns("articles")}
        there = self._database.execute("SELECT * FROM articles LIMIT 0").description or []
        self._kept = [str(column[0]) for column in there if column[0] not in own]
        self._decisions: list[Decision] = []
        self._decide(list(decisions))

    def __repr__(self) -> str:
        articles, quotes, people, first, last = self._row(sql.SUMMARY)
        dates = f", {first} to {last}" if first is not None else ""
        return f"Corpus({articles:,} articles, {quotes:,} quotes, {people:,} people{dates})"

    def _ask(self, name: str, query: str, *values: Any) -> Table:
        """The answer to a query."""
        # a cursor of its own, so that threads may ask at the same time
        return _answer(name, self._database.cursor().sql(query, params=list(values) or None))

    def _row(self, query: str, *values: Any) -> Any:
        return self._database.cursor().execute(query, list(values)).fetchone()

    # ------------------------------------------------------------ who is there

    def speakers(self, type: str | Iterable[str] | None = None) -> Table:
        """Who is quoted: one row a person, body or thing with a name, the most quoted first.

        Args:
            type: types of speakers, such as "PERSON"; None for all.

        Returns:
            `who` (int32), `name`, `type`, `articles`, `quotes`, `words` (all int32), `direct` (share of direct quotes,
            0 to 1), one int32 column an act (`statement`, `question`, ...), `roles` (list of str, the most frequent
            first, five at most), `gender` ("male", "female" or "unknown": what most texts say), `first` and `last`
            (date).
        """
        return self._ask("speakers", sql.SPEAKERS.format(where=_of_types(type)))

    def entities(self, type: str | Iterable[str] | None = None) -> Table:
        """Who and what is named: one row a person, body, place or thing, those of most articles first.

        Args:
            type: types of entities; None for all.

        Returns:
            `who` (int32), `name`, `type`, `articles`, `mentions`, `headlines` (articles whose headline names it),
            `quotes`, `forms` (list of str: its names, the most frequent first, five at most), `roles` (list of str),
            `gender`, `first` and `last` (date).
        """
        return self._ask("entities", sql.ENTITIES.format(where=_of_types(type)))

    def quotes_of(self, who: Who) -> Table:
        """What somebody says: one row a quote, in the order of dates and articles.

        Args:
            who: name, or number.

        Returns:
            `article_id`, `date` (date), the columns kept of the articles, `quote_id`, `speaker` (their name in the
            article), `text`, `kind`, `act`, `addressee`, `negated` (bool), `confidence` (float64), `start`, `end`.

        Raises:
            InputError: nobody has this name, or several have.
        """
        return self._ask("quotes", sql.QUOTES.format(kept=self._columns("a"), where="s.who = $1"), self._find(who))

    def search(self, words: str, who: Who | None = None) -> Table:
        """Quotes that hold all of these words (a word's beginning is enough), those in quotation marks as they stand.

        Args:
            words: such as 'ferry winter' or '"cold pier"'; case does not matter.
            who: by whom; None for all, those without a known speaker too.

        Returns:
            The columns of `quotes_of`.

        Raises:
            ArgumentError: no word.
        """
        patterns = sql.patterns(words)
        if not patterns:
            raise ArgumentError("search needs a word to look for")
        tests = [f"regexp_matches(s.text, {text_of(pattern)}, 'i')" for pattern in patterns]
        if who is not None:
            tests.append(f"s.who = {self._find(who)}")
        return self._ask("quotes", sql.QUOTES.format(kept=self._columns("a"), where=" AND ".join(tests)))

    # ------------------------------------------------------------ who with whom

    def edges(self, kind: Literal["quotes", "addresses", "mentions", "beside"] | None = None) -> Table:
        """Who quotes, addresses or mentions whom, or is quoted beside whom in an article.

        Args:
            kind: "quotes": in a quote of `source` one of `target` is reported; "addresses": `source` speaks to
                `target`; "mentions": a quote of `source` speaks of `target`; "beside": both are quoted in an article,
                each pair once. None for the first three.

        Returns:
            `source`, `target` (int32), `source_name`, `target_name`, `kind`, `quotes` (int32; articles of "beside"),
            `articles` (int32); the most frequent first.
        """
        if kind is not None and kind not in sql.EDGES:
            raise ArgumentError(f"kind must be {', '.join(map(repr, sql.EDGES))} or None, not {kind!r}")
        kinds = [kind] if kind is not None else sql.DIRECTED
        parts = " UNION ALL ".join(sql.EDGES[name] for name in kinds)
        return self._ask("edges", sql.COUNTED_EDGES.format(parts=parts))

    def network(self, least: int = 1, *, beside: bool = False) -> _networkx.DiGraph:
        """The same as a graph; needs networkx.

        Args:
            least: quotes (or articles) that an edge needs, over all kinds.
            beside: True for who is quoted beside whom, in both directions; else who quotes, addresses or mentions.

        Returns:
            A networkx.DiGraph. Nodes are numbers with `name`, `type`, `quotes` and `gender`; edges have `weight` and
            the number of quotes of each kind.
        """
        networkx = needed("networkx", "corpus", "a network")
        graph = networkx.DiGraph()
        kinds = ["beside"] if beside else sql.DIRECTED
        for edge in self._ask("edges", sql.graph(kinds), least):
            counts = {kind: edge[kind] for kind in kinds if edge[kind]}
            ends = (edge["source"], edge["target"])
            graph.add_edges_from([ends, ends[::-1]] if beside else [ends], weight=sum(counts.values()), **counts)
        graph.add_nodes_from((row.pop("who"), row) for row in self._ask("people", sql.NODES, list(graph)))
        return graph

    # ------------------------------------------------------------ when, and where

    def timeline(self, who: Who | Sequence[Who] | None = None, by: _By = "month") -> Table:
        """Quotes over time.

        Args:
            who: whose quotes, each in rows of its own; None for those of all together.
            by: "day", "week", "month", "quarter" or "year".

        Returns:
            `period` (date: its first day), `name` (null for all), `articles`, `quotes`, `words` (int32); no row for a
            period without quotes. Articles without a date are left out.
        """
        if by not in sql.PERIODS:
            raise ArgumentError(f"by must be {', '.join(map(repr, sql.PERIODS))}, not {by!r}")
        asked = [who] if isinstance(who, (str, int)) else who
        where = "" if asked is None else f"AND s.who IN ({', '.join(str(self._find(one)) for one in asked) or 'NULL'})"
        name = "NULL::VARCHAR" if asked is None else "p.name"
        return self._ask("timeline", sql.TIMELINE.format(by=by, where=where, name=name))

    def gender(self, by: str | None = None) -> Table:
        """How many women and men are quoted, and how much; gender is what texts say, by pronouns, titles and the like.

        Args:
            by: "day", "week", "month", "quarter", "year", or a column of the articles; None for all together.

        Returns:
            `by` (str, null for all; a period as "2025-11", "2025-Q4"), `gender` ("female", "male", "unknown"),
            `people`, `quotes`, `words` (int32), `share` of the quotes of those whose gender is
            known (float64, 0 to 1, null for "unknown").

        Raises:
            InputError: the articles have no such column.
        """
        return self._ask("gender", sql.GENDER.format(by=self._by(by)))

    def repeated(self, similarity: float = 0.5, least_words: int = 6) -> Table:
        """The same statement in several articles, word for word or nearly.

        Args:
            similarity: least share of the pairs of neighbouring words that a quote has in common with the first of its
                group (Jaccard's index), above 0 to 1; 1 for the same words alone.
            least_words: quotes of fewer words are left out.

        Returns:
            One row a quote: `group` (int32), `articles` (of the group), `similarity` (float64), then the columns of
            `quotes_of`; the statements of most articles first. Quotes are found by MinHash: 98 % of those that
            share half of their pairs.
        """
        if not 0 < similarity <= 1 or least_words < 1:
            raise ArgumentError("similarity must be above 0 and at most 1, least_words 1 or more")
        cursor = self._database.cursor()
        found = _repeats(
            cursor.sql("SELECT place AS at, article, text FROM said ORDER BY place"), least_words, similarity
        )
        cursor.register("repeats", found)
        return _answer("repeated", cursor.sql(sql.REPEATED.format(kept=self._columns("a"))))

    def compare(self, by: str = "outlet") -> Table:
        """One row an outlet, or another column of the articles: how it quotes, and whom.

        Args:
            by: a column of the articles, or a period as in `gender`.

        Returns:
            `by` (str), `articles`, `words`, `quotes`, `speakers` (int32), `quotes_per_1000_words`, `direct` (share of
            direct quotes), `named` (share of quotes with a named speaker), `female` (share of the quotes of people
            whose gender is known; all float64), `most_quoted` (list of str, five at most).

        Raises:
            InputError: the articles have no such column.
        """
        return self._ask("compare", sql.COMPARE.format(by=self._by(by)))

    # ------------------------------------------------------------ who is who

    def why(self, who: Who) -> Table:
        """Why entities of several articles are taken to be one.

        Args:
            who: name, or number.

        Returns:
            One row an article: `article_id`, `date` (date), `form` (the name there), `roles` (list of str), `why`
            ("same name", "form of the name", "surname alone", "given name alone", "acronym", "first named",
            "by hand") and `evidence` (what else spoke for it; "" where the name was enough).
        """
        return self._ask("why", sql.WHY, self._find(who))

    def merge(self, who: Who, into: Who) -> None:
        """Takes somebody for somebody else, by hand.

        Args:
            who: name, or number.
            into: the same; keeps its name and number.
        """
        one, other = self._find(who), self._find(into)
        if one == other:
            raise ArgumentError(f"{who!r} and {into!r} are one already")
        self._decide([{"what": "merge", "who": one, "into": other, "articles": []}])

    def split(self, who: Who, articles: str | Iterable[str]) -> int:
        """Takes somebody in some articles for somebody else, by hand.

        Args:
            who: name, or number.
            articles: ids of the articles.

        Returns:
            The number of whoever is there now.

        Raises:
            InputError: one of the articles does not name them.
        """
        ids = [articles] if isinstance(articles, str) else list(articles)
        new: int = self._row("SELECT coalesce(max(who) + 1, 0) FROM who")[0]
        self._decide([{"what": "split", "who": self._find(who), "into": new, "articles": ids}])
        return new

    def undo(self) -> Decision:
        """Takes back what was decided last by hand, and returns it.

        Raises:
            ArgumentError: nothing was.
        """
        if not self._decisions:
            raise ArgumentError("nothing was decided by hand")
        last = self._decisions[-1]
        kept, self._decisions = self._decisions[:-1], []
        self._decide(kept)
        return last

    @property
    def decisions(self) -> list[Decision]:
        """What was decided by hand, in order (list of dicts, ready for `json.dumps`); for `Corpus(..., decisions=)`."""
        return [{**decision, "articles": list(decision["articles"])} for decision in self._decisions]

    def _decide(self, more: list[Decision]) -> None:
        """Adds decisions; all or none."""
        cursor = self._database.cursor()
        cursor.execute("BEGIN")
        try:
            if not self._decisions:
                cursor.execute(sql.UNDECIDED)
            for decision in more:
                self._apply(cursor, decision)
            cursor.execute(sql.PEOPLE)
            cursor.execute("COMMIT")
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        self._decisions += more

    def _apply(self, cursor: Any, decision: Decision) -> None:
        try:
            who, into, articles = int(decision["who"]), int(decision["into"]), list(decision["articles"])
            splits = {"merge": False, "split": True}[decision["what"]]
        except (KeyError, TypeError, ValueError) as error:
            raise ArgumentError(f"{decision!r} is no decision of a corpus ({error})") from None
        there = {row[0] for row in cursor.execute(sql.ARTICLES, [who]).fetchall()}
        missing = [one for one in articles if one not in there]
        if not there or missing:
            where = f" in article {missing[0]!r}" if missing else ""
            raise InputError(f"there is no number {who}{where}")
        if not splits:
            cursor.execute(sql.MERGE, [into, into, who])
        elif articles:
            cursor.execute(sql.SPLIT, [into, who, articles])
        else:
            raise ArgumentError("split needs the id of an article")

    # ------------------------------------------------------------ what users name

    def _find(self, who: Who) -> int:
        """The number of whom a user means."""
        if isinstance(who, int):
            if self._row("SELECT 1 FROM people WHERE who = ?", who) is None:
                raise InputError(f"there is no number {who}")
            return who
        cursor = self._database.cursor()
        found = cursor.execute(sql.CALLED, [who]).fetchall() or cursor.execute(sql.FORM, [who]).fetchall()
        if not found:
            near = [row[0] for row in cursor.execute(sql.NEAR, [who, LISTED]).fetchall()]
            hint = f"; there is {', '.join(near)}" if near else ""
            raise InputError(f"nobody is called {who!r}{hint}")
        if len(found) > 1:
            rows = [f"{row[0]} ({', '.join(filter(None, row[1:4]))}, in {row[4]:,})" for row in found[:LISTED]]
            more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
            raise InputError(f"{len(found)} are called {who!r}: {', '.join(rows)}{more}; give the number")
        return int(found[0][0])

    def _columns(self, table: str) -> str:
        """The columns kept of the articles, in a query."""
        return "".join(f", {table}.{name_of(name)}" for name in self._kept)

    def _by(self, by: str | None) -> str:
        """What a user wants rows by, in a query: text."""
        if by is None:
            return "NULL::VARCHAR"
        if by in sql.PERIODS:
            return sql.PERIODS[by]
        there = [*self._kept, "title", "url", "language"]
        if by not in there:
            periods = f"by time there are {', '.join(sql.PERIODS)}"
            raise InputError(
                f"the articles have no column {by!r}; there are {', '.join(there)} (keep= carries more); {periods}"
            )
        return f"a.{name_of(by)}::VARCHAR"


def _of_types(type: str | Iterable[str] | None) -> str:
    if type is None:
        return ""
    types = [type] if isinstance(type, str) else list(type)
    return f"AND p.type IN ({', '.join(text_of(one.upper()) for one in types) or 'NULL'})"


Corpus.__module__ = "sayso"
