"""Results in the forms of other tools, read back: by spaCy where it is installed, and as the manuals say."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from conftest import TEXT, byte_span, entity, extraction_of, quote

import sayso

TEXTS = ("“One\r\n\ttwo”\n", "<b>&amp;</b> \x00\x1b 😀", "a\u2028b")


def hostile() -> sayso.Extraction:
    """Text that breaks lines and looks like markup, with spans over all of it."""
    text = "Lund said " + " ".join(TEXTS) + " so. Lund"
    spans = [byte_span(text, words.strip()) for words in TEXTS]
    names = [(byte_span(text, "Lund"), "name"), (byte_span(text, "Lund said"), "name"), (spans[1], "name")]
    quotes = [
        quote("direct", spans, cue=byte_span(text, "said"), source=byte_span(text, "Lund"), speaker=0),
        quote("mixed", [spans[0]], speaker=1, addressee=0, relayed_by=0, negated=True),
    ]
    others = entity("<i>Lund</i>", [(byte_span(text, "Lund", 1), "name")], roles=["<b>"])
    return extraction_of(text, [entity("Lund", names), others], quotes, id="<u>é/ 1")


@pytest.fixture(params=["made", "hostile", "empty"])
def extraction(request: pytest.FixtureRequest, made: sayso.Extraction) -> sayso.Extraction:
    return {"made": lambda: made, "hostile": hostile, "empty": lambda: extraction_of("Nothing.", [], [])}[
        request.param
    ]()


# ---------------------------------------------------------------- spaCy


def test_spacy(extraction: sayso.Extraction) -> None:
    pytest.importorskip("spacy")
    from spacy.tokens import Doc, DocBin

    docs = DocBin(store_user_data=True, docs=[extraction.to_spacy()]).to_bytes()
    from spacy.vocab import Vocab

    [doc] = DocBin().from_bytes(docs).get_docs(Vocab())
    assert isinstance(doc, Doc)
    assert doc.text == extraction.text
    assert json.loads(json.dumps(doc.user_data["sayso"])) == extraction.to_dict()  # spaCy's lists come back as tuples
    parts = [(q.id, q.kind, span) for q in extraction.quotes for span in q.content]
    assert [(s.id_, s.label_) for s in doc.spans["quotes"]] == [(id, kind) for id, kind, _ in parts]
    for one, (_, _, span) in zip(doc.spans["quotes"], parts, strict=True):
        assert one.start_char <= span.start < span.end <= one.end_char
        assert span.text in one.text
    assert len(doc.spans["cues"]) == sum(q.cue is not None for q in extraction.quotes)
    mentions = [(e.id, e.type, m) for e in extraction.entities for m in e.mentions]
    assert [(s.id_, s.label_) for s in doc.spans["mentions"]] == [(id, label) for id, label, _ in mentions]
    names = {m.text for _, _, m in mentions if m.kind == "name"}
    assert all(any(name in ent.text for name in names) for ent in doc.ents)
    assert bool(doc.ents) == bool(names)


def test_spacy_takes_a_pipeline_of_the_user(made: sayso.Extraction) -> None:
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    assert made.to_spacy(nlp).vocab is nlp.vocab
    assert [ent.text for ent in made.to_spacy().ents] == ["Ada Lund", "Lund"]


@pytest.mark.parametrize("style", ["ent", "span"])
def test_displacy(extraction: sayso.Extraction, style: Any) -> None:
    drawn = extraction.to_displacy(style)
    json.dumps(drawn)
    if style == "ent":
        ends = [0, *(ent["end"] for ent in drawn["ents"])]
        assert all(before <= ent["start"] < ent["end"] for before, ent in zip(ends, drawn["ents"], strict=False))
    else:
        assert "".join(drawn["tokens"]) == extraction.text
        words = ["".join(drawn["tokens"][s["start_token"] : s["end_token"]]) for s in drawn["spans"]]
        for q in extraction.quotes:
            assert [*(p.text for p in q.content)] == [
                w for w, s in zip(words, drawn["spans"], strict=True) if s["label"].startswith(f"{q.id} ")
            ]
    spacy = pytest.importorskip("spacy")
    html5lib = pytest.importorskip("html5lib")
    markup = spacy.displacy.render(drawn, style=style, manual=True, jupyter=False)
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(markup)
    # nothing of the article became an element
    assert {e.tag for e in tree.iter() if isinstance(e.tag, str)} <= {
        "DOCUMENT_FRAGMENT",
        *["div", "span", "mark", "br", "h2"],
    }


def test_displacy_has_two_styles(made: sayso.Extraction) -> None:
    with pytest.raises(ValueError, match="style must be"):
        made.to_displacy("dep")  # type: ignore[arg-type]


# ---------------------------------------------------------------- web annotations

MOTIVATIONS = {"describing", "identifying", "linking", "tagging"}
IRI = re.compile(r"[a-z]+:[!-;=?-\[\]_a-z~]+")


def check_annotation(one: dict[str, Any], text: str) -> list[str]:
    """What the Web Annotation Data Model says of an annotation; the passages that it is about."""
    assert IRI.fullmatch(one["id"])
    assert one["type"] == "Annotation"
    assert one["motivation"] in MOTIVATIONS
    for body in one["body"]:
        assert body["purpose"] in MOTIVATIONS
        assert body["type"] in ("TextualBody", "SpecificResource")
        assert isinstance(body["value"], str) if body["type"] == "TextualBody" else IRI.fullmatch(body["source"])
    targets = one["target"] if isinstance(one["target"], list) else [one["target"]]
    found = []
    for target in targets:
        assert target["type"] == "SpecificResource"
        assert IRI.fullmatch(target["source"])
        words, position = target["selector"]
        assert (words["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        start, end = position["start"], position["end"]
        assert 0 <= start < end <= len(text)
        assert text[start:end] == words["exact"]
        assert text[:start].endswith(words["prefix"])
        assert text[end:].startswith(words["suffix"])
        found.append(words["exact"])
    return found


def test_web_annotations(extraction: sayso.Extraction) -> None:
    page = json.loads(json.dumps(extraction.to_web_annotations()))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    assert page["partOf"]["type"] == "AnnotationCollection"
    assert page["partOf"]["total"] == len(page["items"])
    by_id = {one["id"].partition("#")[2]: (one, check_annotation(one, extraction.text)) for one in page["items"]}
    assert len(by_id) == len(page["items"])
    for q in extraction.quotes:
        one, words = by_id[q.id]
        assert words == [span.text for span in q.content]
        links = {body["source"].partition("#")[2] for body in one["body"] if "source" in body}
        assert links == {x.id for x in (q.speaker, q.addressee, q.relayed_by) if x is not None}
        assert links <= set(by_id)
        assert (f"{q.id}-cue" in by_id) == (q.cue is not None)
        assert {"quote", q.kind} <= {body.get("value") for body in one["body"]}
    for e in extraction.entities:
        assert by_id[e.id][1] == [mention.text for mention in e.mentions]


def test_web_annotations_of_an_address(made: sayso.Extraction) -> None:
    page = made.to_web_annotations("https://example.org/ferry")
    assert page["items"][0]["id"] == "https://example.org/ferry#q1"
    assert page["items"][0]["target"]["source"] == "https://example.org/ferry"


# ---------------------------------------------------------------- brat

# brat's manual of the standoff format, a line each
BRAT = {
    "T": re.compile(r"(T\d+)\t([\w-]+) (\d+ \d+(?:;\d+ \d+)*)\t([^\n\t]+)"),
    "R": re.compile(r"(R\d+)\t([\w-]+) Arg1:(T\d+) Arg2:(T\d+)"),
    "A": re.compile(r"(A\d+)\t([\w-]+) (T\d+)(?: ([\w-]+))?"),
    "#": re.compile(r"(#\d+)\tAnnotatorNotes (T\d+)\t([^\n]+)"),
    "*": re.compile(r"(\*)\tEquiv (T\d+(?: T\d+)+)"),
}


def test_brat(extraction: sayso.Extraction) -> None:
    ann = extraction.to_brat()
    lines = ann.split("\n")
    assert lines.pop() == ""
    read = []
    for line in lines:
        match = BRAT[line[0]].fullmatch(line)
        assert match, line
        read.append(match.groups())
    names = [row[0] for row in read if row[0] != "*"]
    assert len(set(names)) == len(names)
    passages = {}
    for name, label, offsets, words in (row for row in read if row[0].startswith("T")):
        spans = [tuple(map(int, pair.split())) for pair in offsets.split(";")]
        assert words == " ".join(extraction.text[start:end] for start, end in spans)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        passages[name] = label, words
    for row in read:
        assert set(re.findall(r"T\d+", " ".join(filter(None, row[1:])))) <= set(passages) or row[0].startswith("T")
    contents = [words for label, words in passages.values() if label == "Quote"]
    assert [" ".join(q.text.split()) for q in extraction.quotes] == contents
    speakers = [
        (passages[a][1], passages[b][1])
        for name, label, a, b in (r for r in read if r[0][0] == "R")
        if label == "Speaker"
    ]
    assert len(speakers) == sum(q.speaker is not None for q in extraction.quotes)
    kinds = [value for name, label, _, value in (r for r in read if r[0][0] == "A") if label == "Kind"]
    assert kinds == [q.kind for q in extraction.quotes]


def test_brat_names_the_speaker(made: sayso.Extraction) -> None:
    ann = made.to_brat()
    assert made.text == TEXT
    assert "T1\tPERSON 25 33\tAda Lund\n" in ann
    assert "Speaker Arg1:T7 Arg2:T1\n" in ann
    assert "Negated T10\n" in ann
