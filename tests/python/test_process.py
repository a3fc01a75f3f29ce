"""Beside other code: forks, signals, threads."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time

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
