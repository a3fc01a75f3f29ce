"""What the tests share: sample articles, the tiny random model, an extraction made by hand."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

import sayso

# a shell's background job ignores Ctrl-C, and so would every child that the tests interrupt
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "examples" / "articles").glob("*.txt"))
TINY = ROOT / "tests" / "data" / "tiny.sayso"
# random weights: for all that is not about accuracy
MODEL = str(TINY) if TINY.exists() else "base"

TEXT = (
    "LEAD 😀\r\nHarbour minister Ada Lund told parliament that the ferry would run until March. "
    "“It is café-proof,” she said. “Le\u0301on agrees.” Lund’s mother, she said, calls it “safe”."
)


def extraction_of(
    text: str, entities: list[dict[str, Any]], quotes: list[dict[str, Any]], **more: Any
) -> sayso.Extraction:
    """An extraction made by hand through its pickled form, where spans are bytes."""
    whole = {"id": "ferry", "text": text, "model": "made", "language": "en", "warnings": []} | more
    whole_text = {"start": 0, "end": len(text.encode())}
    quotes = [{"sentence": whole_text} | one for one in quotes]
    blob = json.dumps(whole | {"entities": entities, "quotes": quotes}).encode()
    return sayso._extraction(b"\x04" + blob)


def byte_span(text: str, words: str, nth: int = 0) -> dict[str, int]:
    """The bytes of the nth place where `words` stand in `text`."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    start = len(text[:at].encode())
    return {"start": start, "end": start + len(words.encode())}


def entity(name: str, mentions: list[tuple[dict[str, int], str]], **more: Any) -> dict[str, Any]:
    made = {"type": "PERSON", "name": name, "aliases": [], "roles": [], "gender": "unknown", "affiliation": None}
    made |= {"gender_guess": None, "salience": 0.5, "in_headline": False}
    plain = {"metonymy": False, "duplicate": False}
    return made | {"mentions": [{"span": span, "kind": kind} | plain for span, kind in mentions]} | more


def quote(kind: str, content: list[dict[str, int]], **more: Any) -> dict[str, Any]:
    made = {"kind": kind, "content": content, "cue": None, "source": None, "speaker": None, "addressee": None}
    made |= {"relayed_by": None, "act": "statement", "anonymous": False, "negated": False, "duplicate": False}
    return made | {"confidence": 0.5} | more


def make() -> sayso.Extraction:
    def at(words: str, nth: int = 0) -> dict[str, int]:
        return byte_span(TEXT, words, nth)

    lund = entity(
        "Ada Lund",
        [(at("Ada Lund"), "name"), (at("she"), "pronoun"), (at("Lund", 1), "name"), (at("she", 1), "pronoun")],
        aliases=["Lund"],
        roles=["harbour minister"],
        gender="female",
    )
    parliament = entity("parliament", [(at("parliament"), "nominal")], type="ORG")
    mother = entity("Lund’s mother", [(at("Lund’s mother"), "nominal")])
    told = quote(
        "indirect",
        [at("that the ferry would run until March")],
        cue=at("told"),
        source=at("Harbour minister Ada Lund"),
        speaker=0,
        addressee=1,
        confidence=0.91234567,
    )
    two_parts = quote(
        "direct", [at("“It is café-proof,”"), at("“Le\u0301on agrees.”")], cue=at("said"), source=at("she"), speaker=0
    )
    outer = quote(
        "mixed", [at("Lund’s mother"), at("calls it “safe”")], cue=at("said", 1), source=at("she", 1), speaker=0
    )
    inner = quote(
        "mixed", [at("“safe”")], cue=at("calls"), speaker=2, relayed_by=2, negated=True, anonymous=True, act="praise"
    )
    return extraction_of(TEXT, [lund, parliament, mother], [told, two_parts, outer, inner], warnings=["made by hand"])


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int) -> None:
    """The last line of `make test`: what passed, what did not run, and why."""
    stats = terminalreporter.stats
    why = sorted({str(report.longrepr[2]).removeprefix("Skipped: ") for report in stats.get("skipped", [])})
    slow = f"{len(stats['deselected'])} slow ones (run by `make slow`)" if stats.get("deselected") else ""
    out = "; ".join([*why, *filter(None, [slow])]) or "nothing"
    if exitstatus == 0:
        terminalreporter.write_line(f"\nall tests passed, {len(stats.get('passed', []))} of Python's; left out: {out}")


@pytest.fixture
def made() -> sayso.Extraction:
    return make()


@pytest.fixture(scope="session")
def tiny() -> sayso.Extractor:
    return sayso.Extractor(MODEL, kinds="all", min_confidence=0)  # it is never sure


@pytest.fixture(scope="session")
def texts() -> list[str]:
    """The first lines of the sample articles: enough for all that is not about accuracy."""
    return [path.read_bytes().decode()[:300] for path in SAMPLES]


@pytest.fixture(scope="session")
def folder(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as files."""
    folder = tmp_path_factory.mktemp("articles")
    for path, text in zip(SAMPLES, texts, strict=True):
        (folder / path.name).write_bytes(text.encode())
    return folder


def check_spans(extraction: sayso.Extraction) -> None:
    """Every span of the extraction, in its views and its JSON form, is the stretch of text that it says."""
    text = extraction.text
    record = extraction.to_dict()
    for one, row in zip(extraction.entities, record["entities"], strict=True):
        assert one.id == row["id"]
        for mention, pair in zip(one.mentions, row["mentions"], strict=True):
            assert text[mention.start : mention.end] == mention.text == pair["text"]
            assert (mention.start, mention.end) == (pair["start"], pair["end"])
    for one, row in zip(extraction.quotes, record["quotes"], strict=True):
        assert one.id == row["id"]
        assert one.text == row["text"] == " ".join(span.text for span in one.content)
        pairs = [*zip(one.content, row["content"], strict=True), (one.cue, row["cue"]), (one.source, row["source"])]
        for span, pair in pairs:
            assert (span is None) == (pair is None)
            if span is not None:
                assert text[span.start : span.end] == span.text
                assert [span.start, span.end] == pair
