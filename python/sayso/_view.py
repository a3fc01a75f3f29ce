"""An article at a glance, as HTML: who said what, marked in the text.

A notebook that is not trusted loses `<style>`, `var()` and `aria-*`, so colours stand inline as #rrggbbaa, which darken
a light page and lighten a dark one. No meaning is told by colour alone: quotes begin with who speaks, the pattern of a
line says the kind of a quote or entity, and the tables say in words all that a tooltip says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from . import _listing
from ._markup import Html, Layer, element, facts, joined, layered, opening, shortened, table

if TYPE_CHECKING:
    from . import Entity, Extraction, Quote, Table, Tables

# Okabe and Ito's colours, which people with any colour vision tell apart
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#b5a800")
GREY = "#888888"

# what a notebook shows of a long article and of long tables
CHARACTERS = 20_000
ROWS = 100
TABLE_ROWS = 10
CELL = 120

# the line over a quote by its kind, and under an entity by its type; others get the last
QUOTE_LINES = {"direct": "solid", "mixed": "dashed", "indirect": "dotted", "reported": "double"}
OTHER_QUOTES = "groove"
ENTITY_LINES = (
    ("people", "2px solid", {"PERSON", "NORP", "GROUP"}),
    ("bodies", "2px dashed", {"ORG"}),
    ("places", "2px dotted", {"GPE", "LOC", "FAC"}),
    ("other entities", "3px double", set[str]()),
)

_FRAME = "font-family:sans-serif;font-size:14px;line-height:1.5;max-width:1100px"
_TEXT = "white-space:pre-wrap;overflow-wrap:break-word;line-height:2.1;flex:3 1 24em;min-width:0"
_SIDE = "flex:2 1 22em;min-width:0;overflow-x:auto"
_CHIP = "border-radius:4px;padding:1px 5px;font-size:0.8em;font-weight:600;white-space:nowrap"


class Speakers:
    """Who speaks in an article, those with most quotes first, each with a colour."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self.counts = Counter(name for quote in quotes if (name := speaker(quote)))
        ranked = [name for name, _ in self.counts.most_common()]
        self.colours = dict(zip(ranked, COLOURS, strict=False))

    def chip(self, quote_speaker: str, words: str, **attributes: str | None) -> Html:
        colour = self.colours.get(quote_speaker, GREY)
        style = f"{_CHIP};background-color:{colour}40;border:1px solid {colour}"
        return element("span", words, style=style, **attributes)


def speaker(quote: Quote) -> str:
    """The speaker's name, or the words of the source in quotation marks, or nothing."""
    if quote.speaker is not None:
        return quote.speaker.name
    return f"“{shortened(quote.source.text, CELL)}”" if quote.source is not None else ""


def how(quote: Quote) -> str:
    """Kind, act, and what else a reader must know."""
    said: list[str] = [quote.kind, *([quote.act] * (quote.act != "statement"))]
    said += [name for name in ("negated", "anonymous", "duplicate") if getattr(quote, name)]
    return ", ".join(said + ([f"in {quote.relayed_by.id}"] if quote.relayed_by is not None else []))


def _to(quote: Quote) -> str:
    return quote.addressee.name if quote.addressee is not None else ""


# ---------------------------------------------------------------- an article


def fragment(extraction: Extraction) -> Html:
    """What a notebook shows of an article."""
    return _article(extraction, CHARACTERS, ROWS, None)


def _article(extraction: Extraction, characters: int, rows: int, ids: str | None) -> Html:
    """An article cut at so many characters and rows; with links between elements whose ids begin with `ids`."""
    quotes, entities = extraction.quotes, extraction.entities
    speakers = Speakers(quotes)
    length = len(extraction.text)
    notes = list(extraction.warnings)
    if length > characters:
        notes.insert(0, f"Shortened: {characters:,} of {length:,} characters are shown; to_html(path) writes all.")
    shown = extraction.text[:characters]
    text = layered(shown, _layers(extraction, speakers, len(shown), ids))
    heading = [element("strong", extraction.id), " · "] if extraction.id and ids is None else []
    told, left = _listing.told(entities)  # dates and numbers are underlined in the text
    listed = _entity_list(told[:rows], len(told))
    inside = [
        element("div", *heading, _counts(extraction)),
        *(element("div", element("strong", "Note: "), note) for note in notes),
        _legend(speakers) if quotes else element("div", "No quotes."),
        element(
            "div",
            element("div", text, style=_TEXT, dir="auto"),
            element("div", _quote_list(quotes[:rows], len(quotes), speakers, ids), style=_SIDE),
            style="display:flex;flex-wrap:wrap;gap:0 24px",
        ),
        element(
            "details",
            element("summary", f"Entities ({len(told)})" + f", {left}" * bool(left)),
            # what scrolls must be reached by keys
            element("div", listed, style="overflow-x:auto", tabindex="0" if ids is not None else None),
        ),
    ]
    return element("div", *inside, style=_FRAME)


def _counts(extraction: Extraction) -> str:
    counts = (("entity", "entities", len(extraction.entities)), ("quote", "quotes", len(extraction.quotes)))
    return ", ".join(f"{n} {one if n == 1 else more}" for one, more, n in counts)


def _legend(speakers: Speakers) -> Html:
    ranked = speakers.counts.most_common(20)
    who = [
        element("span", speakers.chip(name, shortened(name, 40)), f" {n}×", style="white-space:nowrap;margin-right:8px")
        for name, n in ranked
    ]
    more = [f"and {len(speakers.counts) - len(who)} more"] if len(speakers.counts) > len(who) else []
    named = ["Speakers: ", *_spaced(who), *more] if who else ["Nobody who speaks is named."]
    lines = [f"{name} {kind}" for name, kind in [*QUOTE_LINES.items(), ("other", OTHER_QUOTES)]]
    keys = [
        element("b", "source"),
        element("i", "cue", style=_CUE),
        *(_underlined(words, line) for words, line, _ in ENTITY_LINES),
        f"line over a quote: {', '.join(lines)}",
    ]
    marks = joined(piece for key in keys for piece in (" · ", key))
    row = "margin:4px 0"
    return joined(
        [
            element("div", *named, style=row),
            element("div", "Marks", marks, style=row + ";font-size:0.9em"),
        ]
    )


def _spaced(pieces: Sequence[Html]) -> Iterator[str]:
    for piece in pieces:
        yield piece
        yield " "


def _underlined(words: str, line: str) -> Html:
    return element("span", words, style=f"border-bottom:{line} {GREY}")


_CUE = f"border:1px solid {GREY};border-radius:3px;padding:0 2px"


def _layers(extraction: Extraction, speakers: Speakers, end: int, ids: str | None) -> Iterator[Layer]:
    for entity in extraction.entities:
        line = next(line for _, line, types in ENTITY_LINES if entity.type in types or not types)
        title = f"{entity.type}: {entity.name}" + (f" ({', '.join(entity.roles)})" if entity.roles else "")
        tag = opening("span", style=f"border-bottom:{line} {GREY}", title=shortened(title, CELL))
        for mention in entity.mentions:
            if mention.start < end:
                yield Layer(mention.start, min(mention.end, end), 3, tag, tag, Html("</span>"))
    for quote in extraction.quotes:
        yield from _quote_layers(quote, speakers, end, ids)


def _quote_layers(quote: Quote, speakers: Speakers, end: int, ids: str | None) -> Iterator[Layer]:
    who = speaker(quote)
    title = f"{quote.id}: {shortened(who, 60) or 'nobody named'}"
    title += f" to {shortened(_to(quote), 60)}" if _to(quote) else ""
    title += f" · {how(quote)} · confidence {quote.confidence:.2f}"
    colour = speakers.colours.get(who, GREY)
    line = QUOTE_LINES.get(quote.kind, OTHER_QUOTES)
    style = f"background-color:{colour}26;border-top:3px {line} {colour};padding:2px 0"
    mark = opening("span", style=style, title=title)
    name = shortened(who, 28) or "?"
    chip = speakers.chip(who, f"{quote.id} {name}")
    if ids is not None:
        link = {"href": f"#{ids}row-{quote.id}", "id": f"{ids}{quote.id}"}
        chip = element("a", chip, style="color:inherit;text-decoration:none", **link)
    for i, span in enumerate(quote.content):
        if span.start < end:
            head = joined([mark, chip, " "]) if i == 0 else joined([mark, element("sup", f"{quote.id}… ")])
            yield Layer(span.start, min(span.end, end), 0, head, mark, Html("</span>"))
    parts = (("cue", quote.cue, "i", _CUE), ("source", quote.source, "b", None))
    for rank, (part, place, tag, look) in enumerate(parts, 1):
        if place is not None and place.start < end:
            head = opening(tag, style=look, title=f"{part} of {quote.id}")
            yield Layer(place.start, min(place.end, end), rank, head, head, Html(f"</{tag}>"))


# ---------------------------------------------------------------- tables


def _left_out(shown: int, there: int, what: str) -> str:
    return f"{there - shown:,} more {what}" if there > shown else ""


def _quote_list(quotes: Sequence[Quote], there: int, speakers: Speakers, ids: str | None) -> Html:
    if not quotes:
        return Html("")
    rows, line = [], Html("<br>")
    for quote in quotes:
        who = speaker(quote)
        name: str = quote.id
        if ids is not None:
            name = element("a", name, href=f"#{ids}{name}", id=f"{ids}row-{name}")
        to = [" to ", _to(quote)] if quote.addressee is not None else []
        chip = speakers.chip(who, shortened(who, 40) or "nobody named")
        # the words of a page are all there; a notebook's are there in the text
        said = quote.text if ids is not None else shortened(quote.text, 2 * CELL)
        details = element("small", how(quote), *to, f", confidence {quote.confidence:.2f}")
        rows.append((name, joined([chip, line, element("span", said, dir="auto"), line, details])))
    return table(("quote", "who said what"), rows, f"Quotes ({there})", _left_out(len(rows), there, "quotes"))


def quotes(quotes: Sequence[Quote]) -> Html:
    """A table of quotes."""
    rows = [
        (
            quote.id,
            speaker(quote),
            shortened(quote.text, 3 * CELL),
            how(quote),
            _to(quote),
            quote.cue.text if quote.cue is not None else "",
            f"{quote.confidence:.2f}",
        )
        for quote in quotes[:ROWS]
    ]
    columns = ("quote", "speaker", "says", "how", "to", "cue", "confidence")
    return table(columns, rows, f"Quotes ({len(quotes)})", _left_out(len(rows), len(quotes), "quotes"))


def _entity_list(entities: Sequence[Entity], there: int) -> Html:
    rows = [
        (
            entity.id,
            entity.type,
            shortened(entity.name, CELL),
            shortened(", ".join(entity.roles), CELL),
            shortened(", ".join(entity.aliases), CELL),
            str(len(entity.mentions)),
            f"{entity.salience:.2f}",
        )
        for entity in entities
    ]
    columns = ("entity", "type", "name", "roles", "also", "mentions", "salience")
    return table(columns, rows, f"Entities ({there})", _left_out(len(rows), there, "entities"))


def entities(entities: Sequence[Entity]) -> Html:
    """A table of entities."""
    return _entity_list(entities[:ROWS], len(entities))


def one_quote(quote: Quote) -> Html:
    """A quote alone."""
    rows = [("says", quote.text), ("speaker", quote.speaker.name if quote.speaker is not None else "")]
    for name in ("source", "cue"):
        span = getattr(quote, name)
        rows.append((name, span.text if span is not None else ""))
    rows += [("to", _to(quote)), ("how", how(quote)), ("confidence", f"{quote.confidence:.2f}")]
    rows.append(("sentence", shortened(quote.sentence.text, 4 * CELL)))
    return facts([row for row in rows if row[1]], f"Quote {quote.id}")


def one_entity(entity: Entity) -> Html:
    """An entity alone."""
    mentions = ", ".join(dict.fromkeys(mention.text for mention in entity.mentions))
    rows = [("name", entity.name), ("type", entity.type), ("roles", ", ".join(entity.roles))]
    rows += [("also", ", ".join(entity.aliases))]
    rows += [("affiliation", entity.affiliation.name if entity.affiliation is not None else "")]
    rows += [("gender", entity.gender), (f"{len(entity.mentions)}× as", shortened(mentions, 2 * CELL))]
    rows += [("salience", f"{entity.salience:.2f}")]
    return facts([row for row in rows if row[1]], f"Entity {entity.id}")


def rows_of(of: Table) -> Html:
    """The first rows of a table."""
    shown = of.head(TABLE_ROWS).to_dicts()
    rows = [[_wide(shortened(_listing.cell(row.get(name)), CELL)) for name in of.columns] for row in shown]
    about = f"{of.name}: {_listing.counted(len(of), 'row')}"
    more = _left_out(len(rows), len(of), "rows")
    return element("div", table(of.columns, rows, about, more), style="overflow-x:auto")


def _wide(words: str) -> str:
    """Words with room for a few of them on a line: a table of many columns leaves them one."""
    return element("div", words, style="min-width:14em") if len(words) > 24 else words


def five(tables: Tables) -> Html:
    """What the five tables hold."""
    rows = [(of.name, f"{len(of):,}", shortened(", ".join(of.columns), 2 * CELL)) for of in tables]
    return table(("table", "rows", "columns"), rows)


# ---------------------------------------------------------------- a page

_STYLE = """
:root { color-scheme: light dark }
body { margin: 0 auto; padding: 1em; max-width: 75em; font-family: sans-serif; background: Canvas; color: CanvasText }
a:focus-visible, summary:focus-visible { outline: 3px solid Highlight; outline-offset: 2px }
:target { outline: 3px solid Highlight }
article + article { border-top: 1px solid GrayText; margin-top: 2em; padding-top: 1em }
"""


def page_head(title: str) -> str:
    """The beginning of a page that stands alone, up to its first article."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{element('title', title)}\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
    )


def page_article(extraction: Extraction, ids: str = "", level: str = "h2") -> str:
    """An article of a page, whole, under a heading; `ids` sets its links apart from those of other articles."""
    heading = element(level, extraction.id or "Article", style="margin:0.5em 0")
    length = len(extraction.text)
    return element("article", heading, _article(extraction, length, length, ids)) + "\n"


def page(extraction: Extraction) -> str:
    """A page of one article that stands alone: no script, nothing from elsewhere."""
    return page_head(extraction.id or "Who said what") + page_article(extraction, level="h1") + PAGE_TAIL


PAGE_TAIL = "</main>\n</body>\n</html>\n"
