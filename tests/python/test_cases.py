"""The literate cases of tests/cases, run with the shipped weights."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sayso

FOLDER = Path(__file__).parent.parent / "cases"
BLOCKS = re.compile(r"^```article\n(.*?)^```\n+```(quotes|entities)\n(.*?)^```", re.M | re.S)


def cases() -> list[object]:
    found = []
    for path in sorted(FOLDER.glob("*.md")):
        if path.name != "README.md":
            for n, block in enumerate(BLOCKS.finditer(path.read_text(encoding="utf-8")), 1):
                found.append(pytest.param(block[1].strip("\n"), block[2], block[3].splitlines(), id=f"{path.stem}-{n}"))
    return found


def line(quote: sayso.Quote) -> str:
    cells = [
        quote.kind,
        quote.speaker.name if quote.speaker else "-",
        quote.cue.text if quote.cue else "-",
        " / ".join(" ".join(span.text.split()) for span in quote.content),
    ]
    if quote.addressee:
        cells.append(f"to {quote.addressee.name}")
    cells += [quote.act] * (quote.act != "statement")
    cells += [flag for flag in ("negated", "anonymous") if getattr(quote, flag)]
    if quote.relayed_by:
        cells.append("relayed")
    return " | ".join(cells)


@pytest.fixture(scope="module")
def extractor() -> sayso.Extractor:
    return sayso.Extractor(kinds="all", min_confidence=0)


def chain(entity: sayso.Entity) -> str:
    return " | ".join([entity.name, " / ".join(m.text for m in entity.mentions)])


@pytest.mark.parametrize(("article", "what", "expected"), cases())
def test_case(extractor: sayso.Extractor, article: str, what: str, expected: list[str]) -> None:
    extraction = extractor.extract(article)
    if what == "quotes":
        assert [line(quote) for quote in extraction.quotes] == expected
    else:
        assert [chain(e) for e in extraction.entities if len(e.mentions) > 1] == expected


def test_there_are_cases() -> None:
    assert len(cases()) >= 40
