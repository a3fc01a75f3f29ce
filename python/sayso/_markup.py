"""HTML in pieces: whatever is not yet HTML is escaped when it gets into an element, so that nothing is forgotten."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

# Control characters and what Unicode calls no characters have no place in HTML, and the marks that turn the direction
# of writing would turn our words too. Each is shown as one other character.
SHOWN = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"}
SHOWN |= dict.fromkeys([0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)
SHOWN |= dict.fromkeys(
    [*range(0xFDD0, 0xFDF0), *(p << 16 | low for p in range(17) for low in (0xFFFE, 0xFFFF))], 0xFFFD
)

# A browser gives up on elements within elements at some depth.
DEEPEST = 60


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def harmless(text: str) -> str:
    """The text without characters that HTML forbids or that steer what stands beside them."""
    return text.translate(SHOWN).replace("\r\n", "\n").replace("\r", "\n")


def markup(text: str) -> Html:
    """The text as HTML, unless it is."""
    return text if isinstance(text, Html) else Html(html.escape(harmless(text)))


def joined(pieces: Iterable[str]) -> Html:
    """The pieces as HTML, one after the other."""
    return Html("".join(map(markup, pieces)))


def opening(name: str, **attributes: str | None) -> Html:
    """The tag that opens an element; an attribute that is None is left out, a final _ of its name too."""
    given = "".join(f' {key.rstrip("_")}="{markup(value)}"' for key, value in attributes.items() if value is not None)
    return Html(f"<{name}{given}>")


def element(name: str, *inside: str, **attributes: str | None) -> Html:
    """An element with all that is inside."""
    return Html(f"{opening(name, **attributes)}{joined(inside)}</{name}>")


def shortened(text: str, length: int) -> str:
    """The text on one line, cut at so many characters."""
    line = " ".join(text[: 2 * length].split())
    return line if len(line) <= length and len(text) <= 2 * length else line[: length - 1] + "…"


_CELL = "text-align:left;vertical-align:top;padding:3px 10px 3px 0;border-bottom:1px solid #88888844"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], about: str = "", more: str = "") -> Html:
    """A table with a line about it above, and what it leaves out below."""
    head = element("tr", *(element("th", name, scope="col", style=_CELL) for name in columns))
    body = [element("tr", *(element("td", cell, style=_CELL) for cell in row)) for row in rows]
    caption = [element("caption", about, style="text-align:left;padding:4px 0")] if about else []
    whole = element(
        "table",
        *caption,
        element("thead", head),
        element("tbody", *body),
        style="border-collapse:collapse;margin:0 0 6px 0",
    )
    return joined([whole, *([element("div", more)] if more else [])])


def facts(rows: Iterable[tuple[str, str]], about: str) -> Html:
    """A table of one thing: a name and a value a row."""
    lines = (
        element("tr", element("th", name, scope="row", style=_CELL), element("td", value, style=_CELL))
        for name, value in rows
    )
    return element(
        "table",
        element("caption", about, style="text-align:left;padding:4px 0"),
        element("tbody", *lines),
        style="border-collapse:collapse",
    )


@dataclass(frozen=True)
class Layer:
    """Something that is marked in a text, in code points; of two over the same stretch the lower rank is outside.

    `head` opens it, and `again` opens what goes on after it was cut.
    """

    start: int
    end: int
    rank: int
    head: Html
    again: Html
    tail: Html


def layered(text: str, layers: Iterable[Layer]) -> Html:
    """The text with its layers. One that crosses another is cut there, so that the elements nest."""
    whole = sorted(
        (layer for layer in layers if 0 <= layer.start < layer.end <= len(text)), key=lambda one: (one.start, one.rank)
    )
    begin = {start: list(group) for start, group in groupby(whole, key=lambda one: one.start)}
    points = sorted({*begin, *(layer.end for layer in whole), len(text)})
    return Html("".join(_pieces(text, begin, points)))


def _pieces(text: str, begin: dict[int, list[Layer]], points: list[int]) -> Iterator[str]:
    under_way: list[Layer] = []
    at = 0
    for point in points:
        yield markup(text[at:point])
        at = point
        first = next((i for i, layer in enumerate(under_way) if layer.end <= point), len(under_way))
        cut = under_way[first:]
        yield from (layer.tail for layer in reversed(cut))
        del under_way[first:]
        new = begin.get(point, [])
        going_on = [layer for layer in cut if layer.end > point]
        for layer in sorted([*going_on, *new], key=lambda one: (-one.end, one.rank)):
            if len(under_way) < DEEPEST:
                yield layer.head if layer.start == point else layer.again
                under_way.append(layer)
