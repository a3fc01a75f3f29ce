"""Read by mypy --strict alone: the stubs say what users write."""

from __future__ import annotations

import dataclasses
import pathlib
from typing import Any

import pandas
import polars as pl
import pyarrow

import sayso


@dataclasses.dataclass
class Story:
    text: str
    id: int


def speakers(extraction: sayso.Extraction) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for quote in extraction.quotes:
        if quote.speaker is not None:
            said.setdefault(quote.speaker.name, []).append(quote.text)
    return said


def offsets(extraction: sayso.Extraction) -> list[tuple[int, int]]:
    spans = [span for quote in extraction.quotes for span in quote.content]
    return [(span.start, span.end) for span in spans] + [
        (m.start, m.end) for e in extraction.entities for m in e.mentions
    ]


def one() -> sayso.Extraction:
    sayso.extract({"text": "Ada Lund said so.", "id": 3})
    sayso.extract(Story("Ada Lund said so.", 1))
    sayso.extract("Ada Lund said so.", kinds=["direct", "reported"], min_confidence=0.5)
    kinds: tuple[str, ...] = sayso.Extractor(kinds="all").kinds
    return sayso.extract("Ada Lund said so.", kinds=(kind for kind in kinds))


def many(texts: list[str]) -> None:
    extractor = sayso.Extractor(pathlib.Path("tiny.sayso"), threads=2, max_chars=None, min_confidence=0.5)
    for result in extractor.extract_batch(texts):
        if isinstance(result, sayso.ArticleError):
            print(result.id, result.stage, result.message)
        else:
            print(result.id, result.to_json())
    good: list[sayso.Extraction] = sayso.extract_batch(texts, threads=2, errors="skip", kinds="all")
    good = sayso.extract_batch((t for t in texts), 2, "raise")
    good = extractor.extract_batch(texts, "skip")
    first: dict[str, Any] = dataclasses.asdict(good[0].quotes[0])
    print(first, good[0].to_dict()["quotes"])


def matched(quote: sayso.Quote) -> str:
    match quote:
        case sayso.Quote(kind="direct", speaker=sayso.Entity(name=name)):
            return name
        case sayso.Quote(source=sayso.Span(text=text)):
            return text
    return ""


def set_of(quotes: tuple[sayso.Quote, ...]) -> set[sayso.Quote]:
    return set(quotes)


def looked_at(extraction: sayso.Extraction) -> str:
    first: sayso.Quotes = extraction.quotes[:3]
    names = [entity.name for entity in extraction.entities[1:]]
    extraction.to_html(pathlib.Path("page.html"))
    frame = extraction.to_pandas(entities=True)
    print(first, names, frame, extraction.to_polars(), extraction.to_brat(), extraction.to_displacy("ent"))
    return extraction.to_html()


def frames(frame: pandas.DataFrame, table: pyarrow.Table) -> list[Any]:
    for given in (frame, table, frame["text"], pl.DataFrame(table)):
        print(sayso.extract_batch(given, text="body", id="url"), list(sayso.Extractor().stream(given, text="body")))
    tables = sayso.extract_table(frame, types=["PERSON"], keep=["outlet"])
    first: dict[str, Any] = tables.quotes[0]
    ten: sayso.Table = tables.quotes[:10]
    rows: list[dict[str, Any]] = list(ten)
    try:
        sayso.extract_files("a.csv", "out", format="csv", keep="outlet", types="all")
    except (sayso.ArgumentError, sayso.RunError) as error:
        print(error)
    return [first, rows, *tables.quotes["speaker"]]


def told(texts: list[str]) -> sayso.Evaluation:
    def listen(progress: sayso.Progress) -> None:
        print(progress.fraction)

    results = sayso.extract_batch(texts, progress=listen)
    for result in sayso.Extractor().stream(texts, progress=True):
        print(result)
    evaluation = sayso.evaluate(results, [{"article_id": "1", "speaker": None, "text": "so"}])
    figures: sayso.Figures = evaluation.attributed
    print(figures.f1, evaluation.rows[0]["outcome"])
    return evaluation
