"""The standard streams of the command line, which may be closed or full, or have nobody at their other end."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TextIO


def open_closed() -> None:
    """Opens what is closed of the three: the next file would get its number, and what is meant for it."""
    for number, flags in enumerate((os.O_WRONLY, os.O_RDONLY, os.O_WRONLY)):  # using the first two fails, as if closed
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, flags)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)


def say(line: str) -> None:
    """Prints a line to stderr, if it takes one."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            print(line, file=sys.stderr, flush=True)


def settle() -> None:
    """Writes what is left for stdout and stderr, or gives it up, lest the interpreter's end trips over it."""
    for stream in (sys.stdout, sys.stderr):
        _settle(stream)


def _settle(stream: TextIO | None) -> None:
    try:
        if stream is not None:
            stream.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            number = stream.fileno()  # type: ignore[union-attr]
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
