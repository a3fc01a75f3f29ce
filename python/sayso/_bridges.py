"""Results in the forms of other tools: spaCy, displaCy, the W3C's web annotations, brat's standoff."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent

from ._errors import ArgumentError
from ._optional import needed

if TYPE_CHECKING:
    from . import Entity, Extraction, Mention, Quote, Span

# characters on each side of a passage that a web annotation finds it by
BESIDE = 32


def _names(extraction: Extraction) -> list[tuple[int, int, Entity]]:
    """Names of entities, the longest of those that overlap, in order of the text."""
    places = [(m.start, m.end, e) for e in extraction.entities for m in e.mentions if m.kind == "name"]
    kept: list[tuple[int, int, Entity]] = []
    best_first = sorted(places, key=lambda place: (place[0] - place[1], place[0]))
    taken = bytearray(len(extraction.text) + 1)
    for start, end, entity in best_first:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append((start, end, entity))
    return sorted(kept, key=lambda place: place[0])


def _parts(quote: Quote) -> Iterator[tuple[str, Span]]:
    """The cue and the source, as far as there are any."""
    for part in ("cue", "source"):
        span = getattr(quote, part)
        if span is not None:
            yield part, span


# ---------------------------------------------------------------- spaCy


def spacy_doc(extraction: Extraction, nlp: Any) -> Any:
    spacy, filter_spans = needed("spacy"), needed("spacy.util").filter_spans

    doc = (nlp or spacy.blank("en")).make_doc(extraction.text)

    def spans(places: Iterable[Span | Mention], label: str, id: str) -> Iterator[Any]:
        for place in places:
            start = place.end - len(place.text.lstrip())
            end = place.start + len(place.text.rstrip())
            if start < end:  # white space alone is no token
                yield doc.char_span(start, end, label=label, span_id=id, alignment_mode="expand")

    groups: dict[str, list[Any]] = {"quotes": [], "cues": [], "sources": [], "mentions": []}
    for quote in extraction.quotes:
        groups["quotes"] += spans(quote.content, quote.kind, quote.id)
        for part, place in _parts(quote):
            groups[f"{part}s"] += spans([place], part, quote.id)
    names: list[Any] = []
    for entity in extraction.entities:
        groups["mentions"] += spans(entity.mentions, entity.type, entity.id)
        names += spans((mention for mention in entity.mentions if mention.kind == "name"), entity.type, entity.id)
    for name, group in groups.items():
        doc.spans[name] = group
    doc.ents = filter_spans(names)
    doc.user_data["sayso"] = extraction.to_dict()
    return doc


# ---------------------------------------------------------------- displaCy


def displacy(extraction: Extraction, style: str) -> dict[str, Any]:
    # displaCy escapes the text, and trusts labels and titles
    title = html.escape(extraction.id) or None
    if style == "ent":
        ents = [{"start": s, "end": e, "label": entity.type} for s, e, entity in _names(extraction)]
        return {"text": extraction.text, "ents": ents, "title": title}
    if style != "span":
        raise ArgumentError(f'style must be "ent" or "span", not {style!r}')
    places: list[tuple[int, int, str]] = []
    for quote in extraction.quotes:
        who = quote.speaker.name if quote.speaker is not None else "?"
        places += [(part.start, part.end, html.escape(f"{quote.id} {who}")) for part in quote.content]
        places += [(place.start, place.end, f"{part} of {quote.id}") for part, place in _parts(quote)]
    tokens = _tokens(extraction.text, {edge for start, end, _ in places for edge in (start, end)})
    first = {start: i for i, (start, _) in enumerate(tokens)}
    last = {end: i for i, (_, end) in enumerate(tokens, 1)}
    spans = [{"start_token": first[s], "end_token": last[e], "label": label} for s, e, label in places]
    return {"tokens": [extraction.text[s:e] for s, e in tokens], "spans": spans, "title": title}


def _tokens(text: str, edges: Iterable[int]) -> list[tuple[int, int]]:
    """Words with what adheres to them and the space between, cut at the edges."""
    cuts = sorted({0, len(text), *edges, *(edge for word in re.finditer(r"\S+", text) for edge in word.span())})
    return [(start, end) for start, end in pairwise(cuts) if start < end]


# ---------------------------------------------------------------- web annotations


def web_annotations(extraction: Extraction, source: str | None) -> dict[str, Any]:
    article = source if source is not None else f"urn:sayso:{percent(extraction.id, safe='') or 'article'}"
    made = _Annotations(extraction.text, article)
    items: list[dict[str, Any]] = []
    for quote in extraction.quotes:
        items += made.quote(quote)
    items += [made.entity(entity) for entity in extraction.entities]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{article}#sayso",
        "type": "AnnotationPage",
        "partOf": {"id": f"{article}#annotations", "type": "AnnotationCollection", "total": len(items)},
        "startIndex": 0,
        "items": items,
    }


class _Annotations:
    def __init__(self, text: str, article: str) -> None:
        self.text = text
        self.article = article

    def iri(self, name: str) -> str:
        return f"{self.article}#{name}"

    def target(self, place: Span | Mention) -> dict[str, Any]:
        start, end = place.start, place.end
        words = {
            "type": "TextQuoteSelector",
            "exact": self.text[start:end],
            "prefix": self.text[max(0, start - BESIDE) : start],
            "suffix": self.text[end : end + BESIDE],
        }
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        return {"type": "SpecificResource", "source": self.article, "selector": [words, position]}

    def one(self, name: str, bodies: list[dict[str, Any]], places: Iterable[Span | Mention]) -> dict[str, Any]:
        targets = [self.target(place) for place in places]
        return {
            "id": self.iri(name),
            "type": "Annotation",
            "motivation": bodies[0]["purpose"],
            "body": bodies,
            "target": targets[0] if len(targets) == 1 else targets,
        }

    def quote(self, quote: Quote) -> Iterator[dict[str, Any]]:
        """The content, and its cue and source as annotations of their own that link to it."""
        tags = ["quote", quote.kind, quote.act]
        tags += [name for name in ("anonymous", "negated", "duplicate") if getattr(quote, name)]
        bodies = [_body("tagging", tag) for tag in tags]
        bodies.append(_body("describing", f"confidence {quote.confidence}"))
        for role, entity in (("speaker", quote.speaker), ("addressee", quote.addressee)):
            if entity is not None:
                bodies.append(_body("describing", f"{role}: {entity.name}"))
                bodies.append(self.link(entity.id))
        if quote.relayed_by is not None:
            bodies.append(self.link(quote.relayed_by.id))
        yield self.one(quote.id, bodies, quote.content)
        for part, place in _parts(quote):
            yield self.one(f"{quote.id}-{part}", [_body("tagging", part), self.link(quote.id)], [place])

    def entity(self, entity: Entity) -> dict[str, Any]:
        bodies = [_body("identifying", entity.name), _body("tagging", entity.type)]
        bodies += [_body("describing", role) for role in entity.roles]
        return self.one(entity.id, bodies, entity.mentions)

    def link(self, name: str) -> dict[str, Any]:
        return {"type": "SpecificResource", "purpose": "linking", "source": self.iri(name)}


def _body(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


# ---------------------------------------------------------------- brat


def brat(extraction: Extraction) -> str:
    made = _Brat(extraction.text)
    by_entity = {}
    for entity in extraction.entities:
        made_of = [(mention.kind, made.text_bound(entity.type, [mention])) for mention in entity.mentions]
        names = [name for _, name in made_of if name]
        if len(names) > 1:
            made.lines.append(f"*\tEquiv {' '.join(names)}")
        named = [name for kind, name in made_of if name and kind == "name"]
        by_entity[entity.id] = next(iter(named or names), "")
    contents = {quote.id: made.text_bound("Quote", quote.content) for quote in extraction.quotes}
    for quote in extraction.quotes:
        content = contents[quote.id]
        for part, place in _parts(quote):
            made.relation(part.capitalize(), content, made.text_bound(part.capitalize(), [place]))
        for role, entity_or_none in (("Speaker", quote.speaker), ("Addressee", quote.addressee)):
            if entity_or_none is not None:
                made.relation(role, content, by_entity[entity_or_none.id])
        if quote.relayed_by is not None:
            made.relation("RelayedBy", content, contents[quote.relayed_by.id])
        made.attribute("Kind", content, quote.kind)
        made.attribute("Act", content, quote.act)
        for flag in ("anonymous", "negated", "duplicate"):
            if getattr(quote, flag):
                made.attribute(flag.capitalize(), content)
        made.note(content, f"confidence {quote.confidence}")
    return "".join(line + "\n" for line in made.lines)


class _Brat:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self.counts = {"T": 0, "R": 0, "A": 0, "#": 0}

    def add(self, letter: str, rest: str) -> str:
        self.counts[letter] += 1
        name = f"{letter}{self.counts[letter]}"
        self.lines.append(f"{name}\t{rest}")
        return name

    def text_bound(self, label: str, places: Iterable[Span | Mention]) -> str:
        """The name of a stretch of text, "" if that is white space alone.

        brat has no tab or line break within one, so it goes in fragments around them.
        """
        fragments = [
            (place.start + part.start(), place.start + part.end())
            for place in places
            for part in re.finditer(r"[^\s](?:[^\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*[^\s])?", place.text)
        ]
        offsets = ";".join(f"{start} {end}" for start, end in fragments)
        words = " ".join(self.text[start:end] for start, end in fragments)
        return self.add("T", f"{label} {offsets}\t{words}") if fragments else ""

    def relation(self, label: str, first: str, second: str) -> None:
        if first and second:
            self.add("R", f"{label} Arg1:{first} Arg2:{second}")

    def attribute(self, label: str, of: str, *value: str) -> None:
        if of:
            self.add("A", " ".join([label, of, *value]))

    def note(self, of: str, words: str) -> None:
        if of:
            self.add("#", f"AnnotatorNotes {of}\t{words}")
