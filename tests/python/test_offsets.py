"""Offsets are code points of the text as given: text[start:end] is the span's text, whatever the text holds."""

from __future__ import annotations

import pytest
from conftest import SAMPLES, byte_span, check_spans, entity, extraction_of, quote
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sayso

ODD = {
    "emoji": "😀 👩🏽‍🚀 Ada Lund 🇳🇴 said: “No 😀.”",
    "combining": "Le\u0301on O\u0308zil said that cafe\u0301s were full.",
    "crlf": "Ferry runs\r\n\r\nAda Lund said it would.\r\nShe left.\r\n",
    "bare-cr": "Ferry runs\rAda Lund said it would.\r",
    "right-to-left": "The mayor said “\u202bשלום עולם\u202c” to Ada Lund, مرحبا.",
    "bom": "\ufeffAda Lund said that it was so.",
    "nul": "Ada\x00Lund said\x00that it was so.",
    "nbsp-and-soft-hyphen": "Mr\u00a0Lund said the fer\u00adry would\u200b run.",
    "separators": "Ada Lund said\u2028“yes”\u2029and\x85left.",
    "no-space": "“Yes,”said Ada Lund.“No.”",
    "last-plane": "Ada Lund said \U0010ffff\ufffe\uffff.",
    "ligatures": "The o\ufb03ce said ﷺ was ½ of İstanbul, ß, ŉ.",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts(tiny, text):
    for around in ("", "Lead – naïve.\n\n"):
        extraction = tiny.extract(around + text)
        assert extraction.text == around + text
        check_spans(extraction)


@pytest.mark.timeout(300)
def test_sample_articles():
    whole = [path.read_bytes().decode() for path in SAMPLES]
    for extraction in sayso.extract_batch(whole, errors="raise"):
        check_spans(extraction)
    assert len(whole) >= 10


def test_made(made):
    check_spans(made)


@given(st.text(min_size=1, max_size=400), st.data())
@settings(deadline=None, max_examples=150)
def test_any_span_of_any_text(text, data):
    """The views' own conversion, on spans drawn at will."""
    places = st.sets(st.integers(0, len(text)), min_size=2, max_size=2).map(sorted)
    pairs = data.draw(st.lists(places, min_size=1, max_size=8))
    content = [pair for i, pair in enumerate(sorted(pairs)) if all(pair[0] >= end for _, end in sorted(pairs)[:i])]

    def span(pair):
        return {"start": len(text[: pair[0]].encode()), "end": len(text[: pair[1]].encode())}

    mentions = [(span(pair), "name") for pair in pairs]
    made = extraction_of(text, [entity("x", mentions)], [quote("direct", [span(pair) for pair in content])])
    check_spans(made)
    assert [[m.start, m.end] for m in made.entities[0].mentions] == pairs
    assert made.to_dict()["quotes"][0]["content"] == content


PIECES = st.sampled_from(
    [
        "Ada Lund",
        " said ",
        "that the ferry ",
        "would run",
        "“",
        "”",
        '"',
        "'",
        "’",
        ", ",
        ". ",
        "\n",
        "\r\n",
        "\n\n",
        "😀",
        "e\u0301",
    ]
    + [
        "she ",
        "told Daniel Okafor ",
        "according to ",
        "Mr. ",
        "U.S. ",
        "\u00a0",
        "\u200b",
        "שלום",
        "\x00",
        "$4.2 million",
        " – ",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_generated_articles(tiny, text):
    try:
        extraction = tiny.extract(text)
    except sayso.ArticleError as error:
        assert error.stage == "input"  # never an internal error
        assert not text.strip()
        return
    assert extraction.text == text
    check_spans(extraction)


def test_long_text_with_late_spans():
    text = "é😀 " * 50_000 + "Ada Lund"
    made = extraction_of(text, [entity("Ada Lund", [(byte_span(text, "Ada Lund"), "name")])], [])
    check_spans(made)
    assert made.entities[0].mentions[0].start == 150_000
