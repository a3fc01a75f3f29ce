"""Batches: input order, errors in place, the same result whatever the threads."""

from __future__ import annotations

import pytest
from conftest import MODEL

import sayso


def rows(results):
    return [r.to_json() if isinstance(r, sayso.Extraction) else str(r) for r in results]


@pytest.fixture(scope="module")
def mixed(texts):
    """Articles with bad ones among them."""
    good = [{"id": f"a{i}", "text": text} for i, text in enumerate(texts)]
    return [None, *good[:3], "", {"id": "bad", "text": 5}, *good[3:], "\ud800"]


def test_errors_stand_in_place(tiny, mixed):
    results = tiny.extract_batch(mixed)
    assert len(results) == len(mixed)
    bad = [i for i, r in enumerate(results) if isinstance(r, sayso.ArticleError)]
    assert bad == [0, 4, 5, len(mixed) - 1]
    assert results[5].id == "bad"
    for article, result in zip(mixed, results, strict=True):
        if isinstance(result, sayso.Extraction):
            assert (result.id, result.text) == (article["id"], article["text"])


def test_errors_skip(tiny, mixed, texts):
    results = tiny.extract_batch(mixed, errors="skip")
    assert [r.id for r in results] == [f"a{i}" for i in range(len(texts))]


def test_errors_raise(tiny, mixed, texts):
    with pytest.raises(sayso.ArticleError, match="None"):
        tiny.extract_batch(mixed, errors="raise")
    with pytest.raises(sayso.ArticleError, match="empty"):
        tiny.extract_batch([texts[0], "", None], errors="raise")  # the first one, in input order
    assert len(tiny.extract_batch(texts, errors="raise")) == len(texts)


def test_wrong_arguments(tiny):
    with pytest.raises(ValueError, match="errors must be"):
        tiny.extract_batch([], errors="ignore")
    with pytest.raises(ValueError, match="threads must be"):
        sayso.extract_batch([], threads=0)
    for one in ("a text", b"bytes", {"text": "a mapping"}):
        with pytest.raises(TypeError, match="iterable of articles"):
            tiny.extract_batch(one)
    with pytest.raises(TypeError):
        tiny.extract_batch(5)


def test_any_iterable(tiny, texts):
    assert tiny.extract_batch([]) == []
    assert tiny.extract_batch(iter(())) == []
    assert tiny.extract_batch(t for t in texts) == tiny.extract_batch(tuple(texts))

    def failing():
        yield texts[0]
        raise RuntimeError("the source is gone")

    with pytest.raises(RuntimeError, match="gone"):
        tiny.extract_batch(failing())


@pytest.mark.parametrize("model", sorted({MODEL, "base"}))
def test_threads_and_batches_do_not_matter(mixed, texts, model):
    one, two = (sayso.Extractor(model, threads=n) for n in (1, 2))
    expected = rows(one.extract_batch(mixed))
    assert rows(two.extract_batch(mixed)) == expected
    assert rows(sayso.Extractor(model).extract_batch(mixed)) == expected
    singly = [one.extract({"id": f"a{i}", "text": text}).to_json() for i, text in enumerate(texts)]
    assert rows(two.extract_batch(mixed, errors="skip")) == singly


def test_module_functions(texts):
    articles = [{"id": str(i), "text": text} for i, text in enumerate(texts[:3])]
    assert rows(sayso.extract_batch(articles, threads=2)) == [sayso.extract(a).to_json() for a in articles]
    assert sayso.extract_batch(articles, 1, "raise") == sayso.extract_batch(articles)
