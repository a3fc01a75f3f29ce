"""Results as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import Entity, Extraction, Quote
from ._native import _value_types

# dates, times, sums and numbers: said, but nobody
VALUES = frozenset(_value_types())


def counted(count: int, what: str) -> str:
    """1 is "1 row", 2000 is "2,000 rows"."""
    return f"{count:,} {what}{'s' * (count != 1)}"


def told(entities: Sequence[Entity]) -> tuple[list[Entity], str]:
    """The entities that a reader looks for, and what is said of the dates and numbers that are left out."""
    spoken_of = [entity for entity in entities if entity.type not in VALUES]
    left = len(entities) - len(spoken_of)
    what = "date or number" if left == 1 else "dates and numbers"
    return spoken_of, f"{left:,} {what} not shown" if left else ""


def article(result: Extraction, *, every: bool = False) -> str:
    """The listing of an article; without `every`, dates and numbers are left out."""
    entities, left = (list(result.entities), "") if every else told(result.entities)
    lines = [f"== {shown(result.id)} ({result.language})"]
    lines += [f"   warning: {shown(warning)}" for warning in result.warnings]
    lines.append(f"Entities: {len(entities)}" + f" ({left})" * bool(left))
    for entity in entities:
        roles = f" ({', '.join(entity.roles)})" if entity.roles else ""
        lines.append(f"  {entity.type:<12}{shown(entity.name + roles)}, {counted(len(entity.mentions), 'mention')}")
    lines.append(f"Quotes: {len(result.quotes)}")
    lines += [line for quote in result.quotes for line in quote_lines(quote)]
    return "\n".join(lines) + "\n\n"


def quote_lines(quote: Quote) -> list[str]:
    source = quote.source.text if quote.source is not None else "?"
    who = quote.speaker.name if quote.speaker is not None else source
    facts: list[str] = [quote.kind, *([quote.act] * (quote.act != "statement"))]
    facts += [f"cue {quote.cue.text}" if quote.cue is not None else "no cue"]
    if quote.addressee is not None:
        facts.append(f"to {quote.addressee.name}")
    if quote.relayed_by is not None:
        facts.append(f"in {quote.relayed_by.id}")
    facts += ["anonymous"] * quote.anonymous + ["negated"] * quote.negated
    return [f"  {quote.id} {shown(who)} [{shown(', '.join(facts))}]", f"     {shown(quote.text)}"]


def rows(rows: Sequence[dict[str, Any]], columns: Sequence[str], width: int) -> list[str]:
    """A few rows of a table as aligned text, as many of its columns as fit the width."""
    cells = {name: [name, *(cell(row.get(name)) for row in rows)] for name in columns}
    sizes = {name: min(28, max(map(len, values))) for name, values in cells.items()}
    used, room = [], width
    for name in columns:
        room -= sizes[name] + 2
        if room < 0:
            break
        used.append(name)

    def line(i: int) -> str:
        return "  ".join(_cut(cells[name][i], sizes[name]).ljust(sizes[name]) for name in used).rstrip()

    return [line(i) + (" …" * (i == 0 and len(used) < len(columns))) for i in range(len(rows) + 1)]


def cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return ", ".join(f"{v['start']}:{v['end']}" if isinstance(v, dict) else shown(str(v)) for v in value)
    return shown(str(value))


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def shown(text: str) -> str:
    """One line of printable text: nothing in an article may steer the terminal."""
    words = " ".join(text.split())
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in words)
