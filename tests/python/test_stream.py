"""Streams: any iterator in, results in its order as they come, bounded memory."""

from __future__ import annotations

import itertools
import pickle
import resource
import signal
import subprocess
import sys
import threading
import time

import pytest
from conftest import MODEL, ROOT

import sayso

TEXT = "Ada Lund said that the ferry would run."


def rows(results):
    return [r.to_json() if isinstance(r, sayso.Extraction) else str(r) for r in results]


def test_equals_a_batch(tiny, texts):
    articles = [None, *({"id": f"a{i}", "text": text} for i, text in enumerate(texts * 40)), "", {"id": "b", "text": 5}]
    expected = rows(tiny.extract_batch(articles))
    for threads in (1, 2):
        extractor = sayso.Extractor(MODEL, threads=threads, min_confidence=0)
        assert rows(extractor.stream(iter(articles))) == expected
    assert rows(tiny.stream(articles, errors="skip")) == rows(tiny.extract_batch(articles, errors="skip"))
    assert list(tiny.stream([])) == []


def test_equals_a_batch_with_the_base_model(texts):
    extractor = sayso.Extractor()
    articles = [*texts[:4], None, *texts[4:6]]
    expected = extractor.extract_batch(articles)
    assert sum(len(r.quotes) for r in expected if isinstance(r, sayso.Extraction)) > 4
    assert list(extractor.stream(iter(articles))) == expected


def test_errors_raise_at_their_place(tiny):
    stream = tiny.stream([TEXT, TEXT, "", TEXT], errors="raise")
    assert [next(stream).text, next(stream).text] == [TEXT, TEXT]
    with pytest.raises(sayso.ArticleError, match="empty"):
        next(stream)
    assert list(stream) == []


def test_errors_of_the_user_are_handed_on(tiny):
    mine = sayso.ArticleError("x", "input", "not found")
    assert [r if isinstance(r, sayso.ArticleError) else r.text for r in tiny.stream([TEXT, mine, TEXT])] == [
        TEXT,
        mine,
        TEXT,
    ]
    assert len(list(tiny.stream([mine, TEXT], errors="skip"))) == 1
    with pytest.raises(sayso.ArticleError, match="not found"):
        next(tiny.stream([mine], errors="raise"))


def test_the_source_fails(tiny):
    def source():
        yield from [TEXT] * 600
        raise RuntimeError("the source is gone")

    stream = tiny.stream(source())
    assert sum(1 for _ in itertools.islice(stream, 600)) == 600
    with pytest.raises(RuntimeError, match="gone"):
        next(stream)
    assert list(stream) == []


def test_results_come_while_the_source_goes_on(tiny):
    """A slow source does not keep back what is done."""
    given = []

    def source():
        for i in range(5):
            given.append(i)
            yield TEXT
            time.sleep(0.05)

    stream = tiny.stream(source())
    assert next(stream).text == TEXT
    assert len(given) < 5


def test_endless_source_in_bounded_memory(tiny):
    count = itertools.count()
    stream = tiny.stream(TEXT + " " * 20_000 for _ in count)
    for _ in range(200):
        next(stream)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(3000):  # 60 MB of text
        next(stream)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 40_000 * (1 if sys.platform == "linux" else 1024)
    assert next(count) < 3200 + 256 * 5


def test_wrong_arguments(tiny):
    with pytest.raises(TypeError, match="iterable of articles"):
        tiny.stream(TEXT)
    with pytest.raises(ValueError, match="errors must be"):
        tiny.stream([], errors="ignore")
    with pytest.raises(TypeError):
        pickle.dumps(tiny.stream([]))


def test_one_reader_at_a_time(tiny):
    inside = threading.Event()
    go_on = threading.Event()

    def source():
        inside.set()
        go_on.wait(10)
        yield TEXT

    stream = tiny.stream(source())
    results = []
    reader = threading.Thread(target=lambda: results.extend(stream))
    reader.start()
    assert inside.wait(10)
    with pytest.raises(ValueError, match="another thread"):
        next(stream)
    go_on.set()
    reader.join(10)
    assert len(results) == 1


def test_interrupt():
    code = f"""
import sayso, itertools
stream = sayso.Extractor({MODEL!r}).stream({TEXT!r} for _ in itertools.count())
next(stream)
print("ready", flush=True)
try:
    for _ in stream: pass
except KeyboardInterrupt:
    print("interrupted", flush=True)
print(len(list(sayso.Extractor({MODEL!r}).stream([{TEXT!r}] * 3))))
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdout.readline() == "ready\n"
        time.sleep(0.3)
        start = time.perf_counter()
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "interrupted\n"
        assert time.perf_counter() - start < 1.0
        assert child.stdout.read() == "3\n"
        assert child.wait(10) == 0
