"""How far a batch or stream is: numbers for a function, a bar that ends where it should."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from conftest import MODEL, ROOT

import sayso
from sayso import _progress

TEXT = "Ada Lund said that the ferry would run."
ARTICLES = [TEXT, "", TEXT, None, *[TEXT] * 40]


@pytest.mark.parametrize("how", ["batch", "stream", "iterator"])
def test_numbers(tiny: sayso.Extractor, how: str) -> None:
    told: list[sayso.Progress] = []
    if how == "batch":
        results = tiny.extract_batch(ARTICLES, progress=told.append)  # type: ignore[list-item]
    else:
        source: Any = ARTICLES if how == "stream" else iter(ARTICLES)
        results = list(tiny.stream(source, progress=told.append))
    assert results == tiny.extract_batch(ARTICLES)  # type: ignore[list-item]
    last = told[-1]
    assert (last.articles, last.errors) == (44, 2)
    assert last.words == 42 * len(TEXT.split())
    assert last.fraction == (0.0 if how == "iterator" else 1.0)
    assert [p.articles for p in told] == sorted(p.articles for p in told)
    assert last.articles_per_second > 0


def test_the_function_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[sayso.Progress] = []
    sayso.extract_batch([TEXT], progress=told.append)
    assert told[-1].fraction == 1.0
    assert sayso.extract_batch([TEXT], progress=False) == sayso.extract_batch([TEXT])


def test_no_more_is_done_than_is_asked_for(tiny: sayso.Extractor) -> None:
    told: list[sayso.Progress] = []
    stream = tiny.stream(iter([TEXT] * 10), progress=told.append)
    next(stream)
    assert not told or told[-1].articles == 1


def test_what_the_function_raises(tiny: sayso.Extractor) -> None:
    def listen(_: sayso.Progress) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        tiny.extract_batch([TEXT] * 3, progress=listen)
    with pytest.raises(RuntimeError, match="enough"):
        list(tiny.stream([TEXT] * 3, progress=listen))
    assert len(tiny.extract_batch([TEXT] * 3)) == 3


def test_a_first_error_closes(tiny: sayso.Extractor) -> None:
    told: list[sayso.Progress] = []
    with pytest.raises(sayso.ArticleError):
        list(tiny.stream([TEXT, "", TEXT], errors="raise", progress=told.append))
    assert (told[-1].articles, told[-1].errors) == (2, 1)


def run(code: str) -> str:
    head = f"import sayso\nextractor = sayso.Extractor({MODEL!r})\ntexts = [{TEXT!r}] * 30\n"
    done = subprocess.run([sys.executable, "-c", head + code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize("tqdm", [True, False], ids=["tqdm", "no tqdm"])
def test_a_bar_ends_at_the_end(tqdm: bool) -> None:
    block = "" if tqdm else "import sys\nsys.modules['tqdm'] = sys.modules['tqdm.auto'] = None\n"
    shown = run(block + "extractor.extract_batch(texts, progress=True)")
    assert "30 articles | 100%" in shown.splitlines()[-1]
    shown = run(block + "list(extractor.stream(iter(texts), progress=True))")
    assert "30 articles |" in shown.splitlines()[-1]
    assert "0%" not in shown.splitlines()[-1]


def test_it_never_goes_back() -> None:
    """Two parts under way, of which the first is finished: what is done of the second was told already."""
    told: list[sayso.Progress] = []
    watch = _progress.Watch(told.append)
    watch.under_way(80)
    watch.finished(60, 480, 0, 0.5)
    watch.finished(60, 480, 0, 1.0)
    assert [p.articles for p in told] == [80, 80, 120]


class Container:
    """What a notebook's tqdm draws."""


def test_a_saved_notebook_keeps_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A widget is not saved with its notebook: a line of text takes its place."""
    ipython = pytest.importorskip("IPython.display")
    shown: list[Any] = []

    class Handle:
        def update(self, data: Any, raw: bool) -> None:
            shown.append((data, raw))

    class Bar:
        def __init__(self, **form: Any) -> None:
            assert form["display"] is False
            self.container = Container()
            self.bar_format = form["bar_format"]

        def set_description_str(self, words: str) -> None:
            self.words = words

        def close(self) -> None:
            pass

    def display(what: Any, display_id: bool) -> Handle:
        assert isinstance(what, Container)
        return Handle()

    monkeypatch.setattr(_progress, "_is_widget", lambda _: True)
    monkeypatch.setattr(ipython, "display", display)
    bar = _progress.Bar(Bar)
    bar(_progress.Progress(30, 240, 0, 2.0, 1.0, 0.0))
    bar.close()
    assert shown == [({"text/plain": "30 articles | 100% | 15 articles/s | 120 words/s | 0:00 left"}, True)]
