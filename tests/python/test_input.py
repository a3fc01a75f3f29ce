"""What may be given as an article, and what happens with what may not."""

from __future__ import annotations

import datetime
import os
import random
import time
import types
from collections import UserDict
from typing import NamedTuple

import pytest
from conftest import MODEL, TINY, check_spans

import sayso

TEXT = "Ada Lund said that the ferry would run."


class Row(NamedTuple):
    id: int
    text: str


class Awkward:
    id = "odd"

    @property
    def text(self):
        raise RuntimeError("two\nlines")


class Interrupted:
    @property
    def text(self):
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("article", "identity"),
    [
        (TEXT, ""),
        ({"text": TEXT}, ""),
        ({"id": "a", "text": TEXT, "title": "Ferry", "date": "2026-01-02", "url": "u", "other": 1}, "a"),
        ({"id": 7, "text": TEXT}, "7"),
        ({"id": 10**30, "text": TEXT}, str(10**30)),
        ({"id": None, "text": TEXT, "title": None, "date": float("nan"), "url": None}, ""),
        ({"text": TEXT, "date": datetime.date(2026, 1, 2)}, ""),
        (UserDict(id="u", text=TEXT), "u"),
        (Row(3, TEXT), "3"),
        (types.SimpleNamespace(text=TEXT), ""),
        (type("Str", (str,), {})(TEXT), ""),
    ],
)
def test_articles(tiny, article, identity):
    extraction = tiny.extract(article)
    assert extraction.id == identity
    assert extraction.text == TEXT


BAD = {
    "None": (None, None, "None"),
    "NaN": (float("nan"), None, "NaN"),
    "bytes": (b"said", None, "bytes"),
    "bytearray": (bytearray(b"said"), None, "bytearray"),
    "int": (3, None, "int"),
    "list": ([TEXT], None, "list"),
    "object": (object(), None, "object"),
    "surrogate": ("Ada said \ud800.", None, "surrogate at 9"),
    "surrogate-pair": ("\ud83d\ude00", None, "surrogate"),
    "empty": ("", None, "empty"),
    "white": (" \n\t\u00a0\u2003", None, "empty"),
    "null-text": ({"id": "a", "text": None}, "a", "the text is null"),
    "nan-text": ({"id": "a", "text": float("nan")}, "a", "the text is null"),
    "bytes-text": ({"id": "a", "text": b"said"}, "a", "bytes"),
    "list-id": ({"id": [], "text": TEXT}, None, "list"),
    "bool-id": ({"id": True, "text": TEXT}, None, "bool"),
    "surrogate-id": ({"id": "\udc00", "text": TEXT}, None, "surrogate"),
    "awkward": (Awkward(), "odd", "RuntimeError: two lines"),
}


@pytest.mark.parametrize(("given", "identity", "words"), BAD.values(), ids=BAD)
def test_bad_articles(tiny, given, identity, words):
    with pytest.raises(sayso.ArticleError, match=words) as raised:
        tiny.extract(given)
    error = raised.value
    assert (error.id, error.stage) == (identity, "input")
    assert "\n" not in str(error)
    [returned] = tiny.extract_batch([given])
    assert returned == error


def test_module_functions_check_too():
    with pytest.raises(sayso.ArticleError, match="None"):
        sayso.extract(None)


def test_interrupts_are_not_article_errors(tiny):
    with pytest.raises(KeyboardInterrupt):
        tiny.extract_batch([TEXT, Interrupted()])


def test_max_chars():
    extractor = sayso.Extractor(MODEL, max_chars=40)
    assert extractor.extract("é" * 40).text == "é" * 40
    with pytest.raises(sayso.ArticleError, match="max_chars = 40") as raised:
        extractor.extract("é" * 41)
    assert raised.value.stage == "input"


HARD = {
    "nul": lambda n: "\x00" * n,
    "opening-marks": lambda n: "“" * n,
    "straight-marks": lambda n: '"' * n,
    "single-marks": lambda n: "‘" * n,
    "one-word": lambda n: "x" * n,
    "spaces": lambda n: "a" + " " * n,
    "newlines": lambda n: "a" + "\n" * n,
    "capitals": lambda n: "Ada " * (n // 4),
    "said": lambda n: "said " * (n // 5),
    "combining": lambda n: "e" + "\u0301" * n,
    "noise": lambda n: random.Random(5).randbytes(n // 2).decode("latin-1"),
    "noise-wide": lambda n: "".join(map(chr, random.Random(6).choices(range(0x20, 0xD7FF), k=n // 3))),
    "nested": lambda n: "“Ada said ‘" * (n // 11),
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_hard_texts(tiny, text):
    """An answer or a clear error, in time that grows with the length alone."""
    took = []
    for n in (1_000, 6_000):  # more than one window of the encoder both times
        start = time.process_time()  # of all threads; other programs do not count
        extract_or_refuse(tiny, text(n))
        took.append(time.process_time() - start)
    assert took[1] < 6 * 3 * took[0] + 0.3  # six times the text, and room for a busy machine


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("kind", ["opening-marks", "one-word", "noise"])
def test_a_million_characters(tiny, kind):
    extract_or_refuse(tiny, HARD[kind](1_000_000))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_five_megabytes(tiny, texts):
    text = "\n\n".join(texts)
    text = "\n\n".join([text] * (5_000_000 // len(text.encode()) + 1))
    extract_or_refuse(tiny, text)


def extract_or_refuse(extractor, text):
    try:
        extraction = extractor.extract(text)
    except sayso.ArticleError as error:
        assert "internal" not in error.message, error
    else:
        assert extraction.text == text
        check_spans(extraction)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("large", "large: no such file.*no model of that name.*base"),
        ("no/such.sayso", "no/such.sayso: no such file"),
        ("", "no such"),
    ],
)
def test_unknown_models(model, words):
    with pytest.raises(sayso.ModelError, match=words):
        sayso.Extractor(model)


@pytest.mark.parametrize("content", [b"", b"SAYSO", os.urandom(4096), b"\x00" * 100])
def test_broken_model(tmp_path, content):
    path = tmp_path / "broken.sayso"
    path.write_bytes(content)
    with pytest.raises(sayso.ModelError, match=r"broken\.sayso: .") as raised:
        sayso.Extractor(path)
    assert "\n" not in str(raised.value)


def test_model_is_a_folder(tmp_path):
    with pytest.raises(sayso.ModelError, match="irectory"):
        sayso.Extractor(tmp_path)


def test_model_of_wrong_type():
    with pytest.raises(TypeError):
        sayso.Extractor(3)


def test_model_path_like(tmp_path):
    if MODEL == "base":
        pytest.skip("no tiny model")
    copy = tmp_path / "copy.sayso"
    copy.write_bytes(TINY.read_bytes())
    assert sayso.Extractor(copy).model == str(copy)
