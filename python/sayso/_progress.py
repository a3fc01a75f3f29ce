"""How far a run is: numbers for a function of the user's, a bar of tqdm, or one line on stderr."""

from __future__ import annotations

import contextlib
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from ._listing import counted

# seconds between two lines where no terminal is
LINES = 30.0
# seconds between two calls with what is done
STEP = 0.1


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes:
        articles (int): articles done since it began or was resumed.
        words (int): words in those of the finished parts.
        errors (int): failed ones among them.
        seconds (float): time since then.
        fraction (float): the part of the whole input that is finished, 0 to 1; 0 if that is not known.
        seconds_left (float | None): time to the end at this pace, None while it cannot be told.
    """

    articles: int
    words: int
    errors: int
    seconds: float
    fraction: float
    seconds_left: float | None

    @property
    def articles_per_second(self) -> float:
        """Articles a second (float)."""
        return self.articles / self.seconds if self.seconds > 0 else 0.0

    @property
    def words_per_second(self) -> float:
        """Words a second (float)."""
        return self.words / self.seconds if self.seconds > 0 else 0.0

    def __str__(self) -> str:
        facts = [counted(self.articles, "article")]
        if self.fraction:
            facts.append(f"{self.fraction:.0%}")
        pace = self.articles_per_second
        facts += [
            f"{pace:,.0f} articles/s" if pace >= 10 else f"{pace:.1f} articles/s",
            f"{self.words_per_second:,.0f} words/s",
        ]
        if self.errors:
            facts.append(f"{self.errors:,} failed")
        if self.seconds_left is not None:
            facts.append(f"{clock(self.seconds_left)} left")
        return " | ".join(facts)


def clock(seconds: float) -> str:
    """90 is "1:30", 7200 is "2:00:00"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class Watch:
    """Counts what is done, and tells it."""

    def __init__(self, report: Callable[[Progress], object] | None) -> None:
        self.report = report
        self.start = time.monotonic()
        self.articles = self.words = self.errors = self.most = 0
        self.before = self.fraction = 0.0

    def skipped(self, fraction: float) -> None:
        """A part was finished by an earlier run."""
        self.before = self.fraction = fraction

    def finished(self, articles: int, words: int, errors: int, fraction: float) -> None:
        self.articles += articles
        self.words += words
        self.errors += errors
        self.fraction = fraction
        self.under_way(0)

    def under_way(self, articles: int) -> None:
        """So many articles are done in parts that are not finished."""
        if self.report is None:
            return
        seconds = time.monotonic() - self.start
        done = self.fraction - self.before
        left = seconds * (1 - self.fraction) / done if done > 0 else None
        # where parts overlap, what is under way in the next ones was told before this one was finished
        self.most = max(self.most, self.articles + articles)
        self.report(Progress(self.most, self.words, self.errors, seconds, self.fraction, left))


class Quiet:
    """A stream that may be closed, or have nobody at its other end: what is told of a run must not end it."""

    def __init__(self, stream: TextIO | None) -> None:
        self.stream = stream

    def write(self, text: str) -> None:
        try:
            if self.stream is not None:
                self.stream.write(text)
                self.stream.flush()
        except (OSError, ValueError):
            self.stream = None

    def flush(self) -> None:
        """All is written at once."""

    def isatty(self) -> bool:
        return self.stream is not None and self.stream.isatty()

    def fileno(self) -> int:
        if self.stream is None:
            raise OSError("closed")
        return self.stream.fileno()

    @property
    def encoding(self) -> str | None:
        return getattr(self.stream, "encoding", None)


class Line:
    """Tells progress on one line of a terminal, or now and then on a line of a log."""

    def __init__(self, stream: TextIO | None) -> None:
        self.stream = Quiet(stream)
        self.terminal = self.stream.isatty()
        self.last = 0.0
        self.width = 0
        self.latest: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        self.latest = progress
        if self.terminal:
            line = str(progress)
            self.stream.write("\r" + line.ljust(self.width))
            self.width = len(line)
        elif progress.seconds - self.last >= LINES:
            self.last = progress.seconds
            self.stream.write(f"{progress}\n")

    def close(self) -> None:
        if self.latest is not None:
            end = f"\r{self.latest}".ljust(self.width + 1) if self.terminal else str(self.latest)
            self.stream.write(end + "\n")


class Bar:
    """Tells progress with tqdm; in a notebook with a bar of its own, which ends as a line of text.

    A saved notebook has no widgets: it would show the bar's text as it was at the beginning, 0 %.
    """

    def __init__(self, tqdm: Any) -> None:
        form = {"total": 100, "unit": "%", "bar_format": "{percentage:3.0f}%|{bar}| {desc}"}
        self.latest: Progress | None = None
        self.cell: Any = None
        if _is_widget(tqdm):
            from IPython.display import display

            self.bar = tqdm(display=False, **form)
            self.cell = display(self.bar.container, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self.bar = tqdm(file=Quiet(sys.stderr), **form)

    def __call__(self, progress: Progress) -> None:
        self.latest = progress
        if not progress.fraction:  # how much there is may not be known
            self.bar.bar_format = "{desc}"
        self.bar.n = round(progress.fraction * 100, 1)
        self.bar.set_description_str(str(progress))

    def close(self) -> None:
        self.bar.close()
        if self.cell is not None:
            self.cell.update({"text/plain": str(self.latest or "nothing done")}, raw=True)


def _is_widget(tqdm: Any) -> bool:
    from tqdm.notebook import tqdm_notebook

    return issubclass(tqdm, tqdm_notebook)


@contextlib.contextmanager
def shown(
    progress: bool | Callable[[Progress], object] | None,
) -> Iterator[Callable[[Progress], object] | None]:
    """The function to call with each Progress."""
    if callable(progress):
        yield progress
    elif not progress:
        yield None
    else:
        with contextlib.closing(_teller()) as teller:
            yield teller


def _teller() -> Line | Bar:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a notebook has no ipywidgets: then the bar is text
            from tqdm.auto import tqdm
    except ImportError:
        return Line(sys.stderr)
    return Bar(tqdm)


class Counter:
    """What `extract_batch` and `Extractor.stream` call with what is done; tells it now and then, and at the end."""

    def __init__(self, progress: bool | Callable[[Progress], object], total: int | None) -> None:
        self.opened = contextlib.ExitStack()
        self.watch = Watch(self.opened.enter_context(shown(progress)))
        self.total = total
        self.told = self.watch.start
        self.pending = False

    def __call__(self, articles: int, words: int, errors: int) -> None:
        """So many articles are done, so many words in those that were read, so many failed."""
        self.watch.articles, self.watch.words, self.watch.errors = articles, words, errors
        self.watch.fraction = min(1.0, articles / self.total) if self.total else 0.0
        self.pending = True
        if time.monotonic() - self.told >= STEP:
            self._tell()

    def _tell(self) -> None:
        self.told, self.pending = time.monotonic(), False
        self.watch.under_way(0)

    def close(self) -> None:
        """Nothing more will be done."""
        with self.opened:
            if self.pending:
                self._tell()


Progress.__module__ = "sayso"  # what pickles name
