"""How right the machine is on articles that a person annotated: counts, and each error to look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

from . import ArticleError, Extraction, Quote, Table, Tables
from ._errors import ArgumentError, InputError
from ._optional import needed

if TYPE_CHECKING:
    import pandas as _pandas

# the share of the words of both that a found quote and its gold must have in common
OVERLAP = 0.5
OUTCOMES = ("right", "wrong speaker", "missed", "false")
COLUMNS = ("article_id", "outcome", "gold_speaker", "speaker", "gold_text", "text", "kind", "confidence")
THRESHOLDS = (0.0, 0.2, 0.4, 0.6, 0.8)

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


@dataclass(frozen=True)
class Figures:
    """Precision, recall and their harmonic mean.

    Attributes:
        right (int): what is found and right.
        found (int): what is found.
        gold (int): what there is to find.
    """

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what is found that is right (float, 0 to 1); 0 if nothing is."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what there is to find that is found (float, 0 to 1); 0 if there is nothing."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both (float, 0 to 1)."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0

    def __str__(self) -> str:
        return f"precision {self.precision:.2f}, recall {self.recall:.2f}, F1 {self.f1:.2f}"


@dataclass(frozen=True, repr=False)
class Evaluation:
    """What `sayso.evaluate` found: figures, and a row for every quote of either side.

    Attributes:
        rows (tuple[dict[str, Any], ...]): `article_id`; `outcome`: "right", "wrong speaker", "missed" (gold alone) or
            "false" (found alone); `gold_speaker`, `speaker`, `gold_text`, `text`, `kind` and `confidence`, None where
            a side has none.
    """

    rows: tuple[dict[str, Any], ...]

    def _figures(self, right: tuple[str, ...], least: float = 0.0) -> Figures:
        kept = [row["outcome"] for row in self.rows if row["confidence"] is not None and row["confidence"] >= least]
        gold = sum(row["outcome"] != "false" for row in self.rows)
        return Figures(sum(outcome in right for outcome in kept), len(kept), gold)

    @property
    def quotes(self) -> Figures:
        """What is said is found, whoever says it (Figures)."""
        return self._figures(("right", "wrong speaker"))

    @property
    def attributed(self) -> Figures:
        """What is said is found, and the speaker right (Figures)."""
        return self._figures(("right",))

    def by_confidence(self) -> list[tuple[float, Figures]]:
        """`attributed`, were only quotes of that confidence or more kept (list[tuple[float, Figures]])."""
        return [(least, self._figures(("right",), least)) for least in THRESHOLDS]

    def to_pandas(self) -> _pandas.DataFrame:
        """The rows; needs pandas."""
        return needed("pandas").DataFrame(list(self.rows), columns=list(COLUMNS))

    def __str__(self) -> str:
        counts = Counter(row["outcome"] for row in self.rows)
        told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES)
        return f"quotes: {self.quotes}\nwith the speaker: {self.attributed}\n{told}"

    def __repr__(self) -> str:
        return f"Evaluation({len(self.rows)} rows; with the speaker: {self.attributed})"

    def _repr_html_(self) -> str:
        from ._markup import joined, table

        figures = [("quotes", self.quotes), ("with the speaker", self.attributed)]
        above = table(
            ("", "precision", "recall", "F1"),
            [(name, f"{f.precision:.2f}", f"{f.recall:.2f}", f"{f.f1:.2f}") for name, f in figures],
        )
        wrong = [row for row in self.rows if row["outcome"] != "right"]
        names = COLUMNS[:-1]
        below = table(
            names, [[str(row[name] or "") for name in names] for row in wrong[:100]], f"Errors ({len(wrong)})"
        )
        return str(joined([above, below]))


def evaluate(results: Extraction | Iterable[Extraction | ArticleError], gold: Any) -> Evaluation:
    """Compares extractions with quotes that a person found in the same articles.

    A found quote matches a gold one of its article if half of the words of both are the same (intersection over union,
    whatever their case, marks and order), each at most once, the nearest first. The speaker is right if the gold's
    speaker is the name, an alias or a mention of the speaker found, or a part of the name such as the surname; without
    a speaker in the gold, if none is found.

    Args:
        results: what sayso made of the articles, each with an id of its own, or of one. A failed article has no quotes.
        gold: one mapping (or row of a data frame) a quote: `article_id`, `text` (the words said), and `speaker`: a
            name, or nothing where the article names nobody. Rows of other articles are left out. An article without
            rows is left out too; one in which nobody says anything has a row without a text.

    Returns:
        Evaluation: figures and rows, in the order of the results and the gold.

    Raises:
        ArgumentError: the results are tables, or the gold is the name of a file.
        InputError: a row lacks a field, an id is there twice, or the gold has none of these articles.
    """
    if isinstance(results, Extraction):
        results = [results]
    if isinstance(results, (Table, Tables)):
        raise ArgumentError("results must be extractions, as extract_batch and stream give them, not tables")
    if isinstance(gold, (str, PathLike)):
        raise ArgumentError(f"gold must be a data frame or mappings, not the name of a file: read {str(gold)!r} first")
    by_article: dict[str, list[tuple[str, str]]] = {}
    for row in _records(gold):
        article, text, speaker = (_field(row, name) for name in ("article_id", "text", "speaker"))
        quotes = by_article.setdefault(article, [])
        if text:
            quotes.append((text, speaker))
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for result in results:
        id = result.id or ""
        if id in seen:
            raise InputError(f"two results have the id {id!r}")
        seen.add(id)
        if id in by_article:
            rows += _article(id, list(result.quotes) if isinstance(result, Extraction) else [], by_article[id])
    if not seen & set(by_article):
        raise InputError(f"the gold has none of these articles: its ids are {', '.join(map(repr, [*by_article][:5]))}")
    return Evaluation(tuple(rows))


def _records(gold: Any) -> Iterable[Mapping[str, Any]]:
    if hasattr(gold, "to_dicts"):  # polars, and our own tables
        gold = gold.to_dicts()
    elif hasattr(gold, "to_dict"):  # pandas
        gold = gold.to_dict("records")
    rows: Iterable[Mapping[str, Any]] = gold
    return rows


def _field(row: Mapping[str, Any], name: str) -> str:
    if name not in row:
        raise InputError(f"a row of the gold has no {name!r}: {dict(row)!r:.200}")
    value = row[name]
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a column of ids with gaps is one of floats in pandas
    return "" if value is None or value != value else str(value).strip()  # pandas has NaN for what is missing


def _article(id: str, found: list[Quote], gold: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    pairs = _matches([_words(quote.text) for quote in found], [_words(text) for text, _ in gold])
    of_gold = {g: f for f, g in pairs}
    for g, (text, speaker) in enumerate(gold):
        quote = found[of_gold[g]] if g in of_gold else None
        outcome = "missed" if quote is None else "right" if _is(quote, speaker) else "wrong speaker"
        yield _row(id, outcome, quote, text, speaker)
    taken = set(of_gold.values())
    yield from (_row(id, "false", quote, None, None) for f, quote in enumerate(found) if f not in taken)


def _row(id: str, outcome: str, quote: Quote | None, text: str | None, speaker: str | None) -> dict[str, Any]:
    found = (None,) * 4
    if quote is not None:
        found = (quote.speaker and quote.speaker.name, quote.text, quote.kind, quote.confidence)  # type: ignore[assignment]
    name, words, kind, confidence = found
    return dict(zip(COLUMNS, (id, outcome, speaker or None, name, text, words, kind, confidence), strict=True))


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _matches(found: list[Counter[str]], gold: list[Counter[str]]) -> list[tuple[int, int]]:
    """Pairs of places, each place once, the greatest overlap first."""
    scored = []
    for f, one in enumerate(found):
        for g, other in enumerate(gold):
            union = (one | other).total()
            if union and (share := (one & other).total() / union) >= OVERLAP:
                scored.append((-share, f, g))
    pairs: dict[int, int] = {}
    for _, f, g in sorted(scored):
        if f not in pairs and g not in pairs.values():
            pairs[f] = g
    return list(pairs.items())


def _is(quote: Quote, speaker: str) -> bool:
    who = quote.speaker
    if who is None or not speaker:
        return who is None and not speaker
    known = {name.casefold() for name in (who.name, *who.aliases, *(mention.text for mention in who.mentions))}
    named = speaker.casefold()
    return named in known or (bool(_words(named)) and _words(named) <= _words(who.name))


for _class in (Figures, Evaluation):
    _class.__module__ = "sayso"  # what pickles name
