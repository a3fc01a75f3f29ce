"""Beside other code: forks, signals, threads."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import MODEL, ROOT

import sayso

TEXT = "Ada Lund said that the ferry would run. “It will,” she told Daniel Okafor."


def in_child(extractor):
    own = extractor.extract_batch([TEXT] * 8)
    other = sayso.extract_batch([TEXT] * 4, threads=2)
    return [r.to_json() for r in own + other]


@pytest.mark.timeout(90)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_child_processes(method):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    extractor = sayso.Extractor(MODEL)
    expected = in_child(extractor)  # the parent's pools are up before the fork
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map_async(in_child, [extractor] * 4).get(60) == [expected] * 4
    assert in_child(extractor) == expected


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_fork_within_a_fork(tiny):
    tiny.extract_batch([TEXT] * 4)
    child = os.fork()
    if child == 0:
        try:
            tiny.extract_batch([TEXT] * 4)
            grandchild = os.fork()
            if grandchild == 0:
                tiny.extract_batch([TEXT] * 4)
                os._exit(7)
            os._exit(os.waitstatus_to_exitcode(os.waitpid(grandchild, 0)[1]))
        finally:
            os._exit(1)
    deadline = time.monotonic() + 30
    while (done := os.waitpid(child, os.WNOHANG)) == (0, 0):
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            pytest.fail("the child hangs")
        time.sleep(0.02)
    assert os.waitstatus_to_exitcode(done[1]) == 7


def bytes_read():
    """All that this process has read, from files and pipes."""
    return int(Path("/proc/self/io").read_text().split()[1])


def unpickled(blob):
    before = bytes_read()
    extractors = [pickle.loads(blob) for _ in range(20)]
    return os.getpid(), bytes_read() - before, {e.threads for e in extractors}, extractors[0].extract(TEXT).to_json()


@pytest.mark.skipif(sys.platform != "linux", reason="what a process reads is known on Linux alone")
@pytest.mark.timeout(90)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_read_the_weights_once(method, tmp_path):
    path = shutil.copy(MODEL, tmp_path / "tiny.sayso")
    size = os.path.getsize(path)
    extractor = sayso.Extractor(path)
    blob = pickle.dumps(extractor)
    context = multiprocessing.get_context(method)
    reads = []
    for _ in range(2):
        with context.Pool(1) as worker:
            calls = [worker.apply_async(unpickled, [blob]).get(60) for _ in range(3)]
        assert len({pid for pid, *_ in calls}) == 1
        assert {(*threads, text) for _, _, threads, text in calls} == {(1, extractor.extract(TEXT).to_json())}
        reads.append([read // size for _, read, _, _ in calls])
    first = 1 if method == "spawn" else 0  # a forked child has what its parent had
    assert reads == [[first, 0, 0]] * 2


@pytest.mark.skipif(sys.platform != "linux", reason="what a process reads is known on Linux alone")
def test_weights_are_read_once(tmp_path):
    base = ROOT / "models" / "base.sayso"
    path = shutil.copy(base, tmp_path / "model.sayso")
    size = os.path.getsize(path)
    together = threading.Barrier(4)

    def make(threads):
        together.wait(10)
        return sayso.Extractor(path, threads)

    def reads(work):
        before = bytes_read()
        result = work()
        return round((bytes_read() - before) / size, 1), result

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        times, extractors = reads(lambda: list(pool.map(make, [1, 2, 3, 4], timeout=60)))
    assert times == 1.0
    assert [e.threads for e in extractors] == [1, 2, 3, 4]
    (tmp_path / "link").symlink_to(path)
    times, other = reads(lambda: sayso.Extractor(tmp_path / "link", min_confidence=0.9, max_chars=len(TEXT)))
    assert times == 0.0
    assert other.extract(TEXT).entities == sayso.extract(TEXT).entities
    assert all(quote.confidence >= 0.9 for quote in other.extract(TEXT).quotes)
    with pytest.raises(sayso.ArticleError):
        other.extract(TEXT + ".")
    os.utime(path, (1, 1))
    assert reads(lambda: sayso.Extractor(path))[0] == 1.0
    shutil.copy(MODEL, path)  # another model under the same name
    assert sayso.Extractor(path)._facts == sayso.Extractor(MODEL)._facts != extractors[0]._facts
    path.write_bytes(b"none")
    for _ in range(2):
        with pytest.raises(sayso.ModelError, match=r"model\.sayso: "):
            sayso.Extractor(path)
    shutil.copy(MODEL, path)
    assert sayso.Extractor(path).extract(TEXT).text == TEXT


@pytest.mark.skipif(sys.platform != "linux", reason="what a process reads is known on Linux alone")
def test_few_models_are_kept(tmp_path):
    paths = [shutil.copy(MODEL, tmp_path / f"{i}.sayso") for i in range(6)]
    size = os.path.getsize(MODEL)
    for path in paths:
        sayso.Extractor(path)
    for path, read in ((paths[5], 0), (paths[0], 1), (paths[0], 0)):
        before = bytes_read()
        assert sayso.Extractor(path).extract(TEXT).text == TEXT
        assert (bytes_read() - before) // size == read


LOOPS = {
    "one long article": "extractor.extract(texts)",
    "a batch": "extractor.extract_batch([texts] * 20)",
}


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("work", LOOPS.values(), ids=LOOPS)
def test_interrupt(work, threads):
    code = f"""
import pathlib, sys, time, sayso
texts = "\\n\\n".join(p.read_bytes().decode()[:1500] for p in sorted(pathlib.Path("examples/articles").glob("*.txt")))
extractor = sayso.Extractor({MODEL!r}, threads={threads})
extractor.extract(texts[:500])
print("ready", flush=True)
try:
    while True:
        {work}
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        try:
            assert child.stdout.readline() == "ready\n"
            time.sleep(0.5)
            start = time.perf_counter()
            child.send_signal(signal.SIGINT)
            assert child.stdout.readline() == "interrupted\n"
            took = time.perf_counter() - start
            assert child.wait(10) == 0
        finally:
            child.kill()
    assert took < 1.0


def test_signal_handler_of_the_user(tiny, texts):
    """Any exception of a handler comes out, and the extractor works on."""

    class TooLong(Exception):
        pass

    def handler(*_):
        raise TooLong

    before = signal.signal(signal.SIGALRM, handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(TooLong):
            while True:
                tiny.extract_batch(texts)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert tiny.extract(TEXT).text == TEXT


def test_other_threads_go_on(tiny, texts):
    ticks = []
    stop = threading.Event()

    def tick():
        while not stop.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.005)

    other = threading.Thread(target=tick)
    other.start()
    try:
        start = time.perf_counter()
        tiny.extract("\n\n".join(texts * 3))
        took = time.perf_counter() - start
    finally:
        stop.set()
        other.join()
    assert len(ticks) >= 5 * took  # of 200 a second; with the GIL held there would be one


def test_many_python_threads(tiny, texts):
    expected = [tiny.extract(text) for text in texts]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert list(pool.map(tiny.extract, texts * 2, timeout=60)) == expected * 2
