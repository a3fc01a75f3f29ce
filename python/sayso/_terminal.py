"""An article on a terminal, in colour: who said what, marked in the text. Needs rich."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from . import Extraction, Quote
from ._listing import shown, told
from ._markup import SHOWN, shortened
from ._view import Speakers, how, speaker

# by rank of the speakers: the terminal's own colours, which suit its background
_COLOURS = ("cyan", "yellow", "green", "magenta", "red", "blue")

# one character for one, so that offsets stay: nothing in an article may steer the terminal
_HARMLESS = SHOWN | {ord("\t"): " ", ord("\r"): " "}


def console(out: TextIO) -> Console:
    """A terminal to print on."""
    return Console(file=out, highlight=False, markup=False, emoji=False)


def show(result: Extraction, on: Console, *, every: bool = False) -> None:
    """Prints the text with its marks, and the quotes and entities below; without `every`, no dates and numbers."""
    speakers = Speakers(result.quotes)
    on.rule(Text(shown(result.id) or "article", "bold"), align="left")
    for warning in result.warnings:
        on.print(Text(f"warning: {shown(warning)}", "yellow"))
    on.print(_marked(result, speakers))
    on.print()
    on.print(_quotes(result, speakers))
    on.print(_entities(result, every))
    on.print()


def _marked(result: Extraction, speakers: Speakers) -> Text:
    text = Text(result.text.translate(_HARMLESS))
    for entity in result.entities:
        for mention in entity.mentions:
            text.stylize("underline", mention.start, mention.end)
    for quote in result.quotes:
        for span in quote.content:
            text.stylize(_colour(quote, speakers), span.start, span.end)
        if quote.source is not None:
            text.stylize("bold", quote.source.start, quote.source.end)
        if quote.cue is not None:
            text.stylize("italic", quote.cue.start, quote.cue.end)
    begin = sorted((quote.content[0].start, i) for i, quote in enumerate(result.quotes))
    first, *rest = text.divide([start for start, _ in begin])
    out = first
    for (_, i), piece in zip(begin, rest, strict=True):
        out = out + _chip(result.quotes[i], speakers) + " " + piece
    return out


def _colour(quote: Quote, speakers: Speakers) -> str:
    rank = [*speakers.colours].index(speaker(quote)) if speaker(quote) in speakers.colours else len(_COLOURS)
    return _COLOURS[rank] if rank < len(_COLOURS) else "default"


def _chip(quote: Quote, speakers: Speakers) -> Text:
    who = shortened(shown(speaker(quote)), 28) or "?"
    return Text(f"[{quote.id} {who}]", f"bold reverse {_colour(quote, speakers)}")


def _table(title: str, *columns: tuple[str, int | None]) -> Table:
    """A table as wide as the terminal; a column without a share of the room is as wide as it must be."""
    table = Table(title=title, title_justify="left", expand=True)
    for name, share in columns:
        table.add_column(name, ratio=share, overflow="fold", no_wrap=share is None)
    return table


def _quotes(result: Extraction, speakers: Speakers) -> Table:
    columns = (("", None), ("speaker", 5), ("says", 16), ("how", 6), ("to", 4), ("sure", None))
    table = _table(f"Quotes ({len(result.quotes)})", *columns)
    for quote in result.quotes:
        to = quote.addressee.name if quote.addressee is not None else ""
        cells = (quote.id, speaker(quote) or "?", quote.text, how(quote), to, f"{quote.confidence:.2f}")
        row = [Text(shown(cell)) for cell in cells]
        row[1].stylize(_colour(quote, speakers))
        table.add_row(*row)
    return table


def _entities(result: Extraction, every: bool) -> Table:
    entities, left = (list(result.entities), "") if every else told(result.entities)
    columns = (("", None), ("type", None), ("name", 10), ("roles", 10), ("mentions", None))
    table = _table(f"Entities ({len(entities)})" + f", {left}" * bool(left), *columns)
    for entity in entities:
        cells = (entity.id, entity.type, entity.name, ", ".join(entity.roles), str(len(entity.mentions)))
        table.add_row(*(Text(shown(cell)) for cell in cells))
    return table
