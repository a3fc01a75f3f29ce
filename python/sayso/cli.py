"""The command line: `sayso extract PATH...` and what belongs to it."""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from . import (
    ArgumentError,
    ArticleError,
    Error,
    Extraction,
    Extractor,
    InputError,
    __version__,
    _inputs,
    _listing,
    _streams,
)
from ._inputs import Columns, File
from ._native import _MIN_CONFIDENCE, _kinds, _types

OK, FAILED, USAGE, ARTICLES_FAILED, INTERRUPTED = 0, 1, 2, 3, 130

# what Extractor takes by default
KINDS = "direct,indirect,mixed"

# rows that are read at a time where results go to stdout
BATCH_ARTICLES = 256
BATCH_BYTES = 4 << 20

EXIT_CODES = """\
exit codes:
  0    done
  1    failed: no such model, disk full, a folder that holds another run, ...
  2    wrong usage: a missing file or column, an unknown option
  3    done, but some articles failed
  130  interrupted"""

EXTRACT_EXAMPLES = """\
examples:
  sayso extract article.txt                              a listing on the screen
  sayso extract articles/ --format jsonl > quotes.jsonl  one JSON object an article
  sayso extract article.txt --format html > page.html    a page that shows who said what in the text
  sayso extract articles/ --format csv > quotes.csv      the quotes, for a spreadsheet
  zcat news.jsonl.gz | sayso extract - > quotes.jsonl    standard input to standard output
  sayso extract news.parquet -o out/ --text body --id url --resume
                                                         tables in out/quotes/part-000000.parquet, ...
  sayso extract 'dump/2026-*.csv.gz' -o out/ --format jsonl --threads 2

"""


class _Parser(argparse.ArgumentParser):
    """Says first what is wrong, then in one line how it is used."""

    def error(self, message: str) -> NoReturn:
        usage = f"usage: {self.prog} {self.epitome}; {self.prog} --help says more"
        self.exit(USAGE, f"{self.prog}: {message}\n{usage}\n")

    epitome = "COMMAND ..."


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line and returns its exit code; raises SystemExit(2) on wrong usage."""
    _streams.open_closed()
    try:
        return _run(arguments)
    finally:
        _streams.settle()


def _run(arguments: list[str] | None) -> int:
    parser = _parser()
    options, unknown = parser.parse_known_args(arguments)
    if options.command is None:
        parser.error("say what to do: extract, tables, info or completion")
    command: argparse.ArgumentParser = options.parser
    if unknown:
        command.error(f"no such option: {' '.join(unknown)}")
    try:
        code: int = options.run(options, command)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        return FAILED  # the reader has enough
    except KeyboardInterrupt:
        goes_on = "; --resume goes on with the run" if getattr(options, "out", None) else ""
        _streams.say(f"sayso: interrupted{goes_on}")
        return INTERRUPTED
    except (InputError, ArgumentError) as error:
        command.error(_listing.shown(str(error)))
    except (Error, OSError) as error:
        _streams.say(f"sayso: {_listing.shown(str(error))}")
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="sayso",
        description="Who said what, to whom, in the news.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"sayso {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    _extract_parser(commands)

    tables = commands.add_parser("tables", help="what a folder of tables holds, with its first rows")
    tables.set_defaults(run=_tables, parser=tables)
    tables.epitome = "FOLDER [--rows N]"
    tables.add_argument("folder", metavar="FOLDER", help="what -o named")
    tables.add_argument("--rows", type=_count, default=3, metavar="N", help="rows of each table (default: 3)")

    info = commands.add_parser("info", help="what a report of an error needs: versions, platform, kernel, model")
    info.set_defaults(run=_info, parser=info)
    info.epitome = "[--model MODEL]"
    info.add_argument("--model", default="base", help='"base" or the path of a weights file (default: base)')

    completion = commands.add_parser(
        "completion",
        help="a script that completes commands and options in a shell",
        epilog='examples:\n  eval "$(sayso completion bash)"\n  sayso completion fish | source',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    completion.set_defaults(run=_completion, parser=completion)
    completion.epitome = "bash|zsh|fish"
    completion.add_argument("shell", choices=("bash", "zsh", "fish"))
    return parser


def _extract_parser(commands: Any) -> None:
    extract = commands.add_parser(
        "extract",
        help="entities and attributed quotes of news articles",
        epilog=EXTRACT_EXAMPLES + EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    extract.set_defaults(run=_extract, parser=extract)
    extract.epitome = "PATH... [-o FOLDER] [options]"
    extract.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help=f"{_inputs.SUFFIXES}; a folder of them, a pattern, or - for JSON Lines on standard input, which gives "
        "JSON Lines where files give a listing, unless --format says else",
    )
    extract.add_argument("-o", "--out", metavar="FOLDER", help="write five tables into this folder, part by part")
    extract.add_argument(
        "--format",
        choices=("text", "jsonl", "html", "csv", "parquet"),
        help="with -o parquet (default), jsonl or csv; without, text: a listing (default of files), jsonl (default "
        "of -), html: one page, or csv: the quotes. csv is for spreadsheets: what they would calculate has an "
        "apostrophe before it",
    )
    columns = extract.add_argument_group("columns")
    columns.add_argument("--text", default="text", metavar="COLUMN", help="holds the text (default: text)")
    for name, about in (
        ("id", "the id; without one, the row's number"),
        ("title", "the headline"),
        ("date", "the date"),
        ("url", "the address"),
    ):
        columns.add_argument(f"--{name}", metavar="COLUMN", help=f"holds {about} (default: {name}, if it is there)")
    columns.add_argument(
        "--keep",
        type=lambda names: tuple(names.split(",")),
        default=(),
        metavar="COLUMN,...",
        help="columns that are carried into the table of articles (with -o)",
    )
    _engine_options(extract.add_argument_group("engine"))
    run = extract.add_argument_group("runs (with -o)")
    run.add_argument("--resume", action="store_true", help="go on with the run in the folder, if there is one")
    run.add_argument("--overwrite", action="store_true", help="throw away the run in the folder")
    run.add_argument("--part-size", type=_count, metavar="N", help="most articles in a part (default: 2000)")
    run.add_argument(
        "--progress",
        action=argparse.BooleanOptionalAction,
        help="tell articles/s, words/s and time left on stderr (default: in a terminal)",
    )


def _engine_options(engine: argparse._ArgumentGroup) -> None:
    engine.add_argument("--model", default="base", help='"base" or the path of a weights file (default: base)')
    engine.add_argument("--threads", type=_positive, metavar="N", help="threads to work on (default: all cores)")
    engine.add_argument(
        "--min-confidence",
        type=_probability,
        default=_MIN_CONFIDENCE,
        metavar="P",
        help=f"leave out quotes below it, but for direct ones (default: {_MIN_CONFIDENCE:g})",
    )
    engine.add_argument(
        "--kinds",
        type=_kind_names,
        default=KINDS,
        metavar="KIND,...",
        help=f"quotes of these kinds: direct, indirect, mixed, reported; or all (default: {KINDS})",
    )
    engine.add_argument(
        "--types",
        type=_type_names,
        metavar="TYPE,...",
        help="entities of these types (PERSON, ORG, GPE, ...), and whom a quote names; or all (default: all, of which "
        "a listing leaves out dates and numbers)",
    )
    engine.add_argument("--guess-gender", action="store_true", help="guess genders from given names, in fields apart")
    engine.add_argument("--max-chars", type=_count, metavar="N", help="refuse longer articles (default: no limit)")


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= 1024:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 1024")
    return number


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return number


def _probability(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return number


def _kind_names(text: str) -> tuple[str, ...]:
    try:
        return _kinds(text.split(","))
    except ArgumentError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _type_names(text: str) -> tuple[str, ...]:
    try:
        return _types(text.split(","))
    except ArgumentError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _extract(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    files = _inputs.find(options.paths, options.out)
    columns = Columns(options.text, options.id, options.title, options.date, options.url)
    if options.out is None:
        for option in ("resume", "overwrite", "part_size", "keep"):
            if getattr(options, option):
                parser.error(f"--{option.replace('_', '-')} needs -o FOLDER")
        if options.format == "parquet":
            parser.error("--format parquet needs -o FOLDER")
        if options.format is None:
            options.format = "jsonl" if _inputs.STDIN in options.paths else "text"
        return _to_stdout(files, columns, options)
    if options.format in ("text", "html"):
        parser.error(f"--format {options.format} goes to standard output: leave out -o, or take parquet, jsonl or csv")
    if options.resume and options.overwrite:
        parser.error("--resume or --overwrite, not both")
    return _to_folder(options)


def _extractor(options: argparse.Namespace) -> Extractor:
    return Extractor(
        options.model,
        threads=options.threads,
        max_chars=options.max_chars,
        min_confidence=options.min_confidence,
        guess_gender=options.guess_gender,
        kinds=options.kinds,
        types=options.types or "all",
    )


def _to_folder(options: argparse.Namespace) -> int:
    from . import extract_files
    from ._progress import Line
    from ._runs import PART_ARTICLES

    told = options.progress if options.progress is not None else sys.stderr.isatty()
    line = Line(sys.stderr) if told else None
    try:
        done = extract_files(
            options.paths,
            options.out,
            text=options.text,
            id=options.id,
            title=options.title,
            date=options.date,
            url=options.url,
            extractor=_extractor(options),
            keep=options.keep,
            format=options.format or "parquet",
            resume=options.resume,
            overwrite=options.overwrite,
            part_size=options.part_size or PART_ARTICLES,
            progress=line,
        )
    finally:
        if line is not None:
            line.close()
    return _done(done.articles + done.errors, done.errors, f"; see {_listing.shown(str(done.folder / 'errors'))}")


def _done(articles: int, failed: int, where: str = "") -> int:
    """Tells what a reader may not expect of a run, and gives its exit code."""
    if not articles:
        _streams.say("sayso: there are no articles in the input")
    if failed:
        _streams.say(f"sayso: {failed} of {_listing.counted(articles, 'article')} failed{where}")
    return ARTICLES_FAILED if failed else OK


def _to_stdout(files: list[File], columns: Columns, options: argparse.Namespace) -> int:
    as_csv = options.format == "csv"
    limits = (BATCH_ARTICLES, BATCH_BYTES, options.max_chars)
    reader = _inputs.reader(files, columns, limits, unique=as_csv)
    failed = total = 0

    extractor = _extractor(options)
    if as_csv:
        return _quotes_to_stdout(_inputs.parts(reader), extractor)
    write = _writer(options.format, options.types is not None)
    # a stream a part: the next part may be long in coming, and must not keep back what is done
    for part in _inputs.parts(reader):
        for result in extractor.stream(part.rows()):
            total += 1
            failed += isinstance(result, ArticleError)
            write(result)
        sys.stdout.flush()
    write(None)
    return _done(total, failed)


def _quotes_to_stdout(parts: Iterable[Any], extractor: Extractor) -> int:
    failed = total = 0
    for part in parts:
        tables = extractor.extract_table(part.rows())
        tables.quotes._csv(sys.stdout.buffer, head=total == 0)
        sys.stdout.flush()
        for row in tables.errors:
            error = ArticleError(row["article_id"], row["stage"], row["message"])
            _streams.say(f"sayso: {_listing.shown(str(error))}")
        failed += len(tables.errors)
        total += len(tables.articles) + len(tables.errors)
    if not total:
        extractor.extract_table([]).quotes._csv(sys.stdout.buffer, head=True)
    return _done(total, failed)


def _writer(format: str, every: bool) -> Callable[[Extraction | ArticleError | None], None]:
    """What writes a result to standard output, and what is left when there are no more (None).

    `every`: dates and numbers are listed too.
    """
    out = sys.stdout.buffer
    if format == "jsonl":

        def row(result: Extraction | ArticleError | None) -> None:
            if result is not None:
                line = result.to_json() if isinstance(result, Extraction) else _error_row(result)
                out.write(line.encode() + b"\n")

        return row
    if format == "html":
        return _told(_page(out))
    if sys.stdout.isatty():
        with contextlib.suppress(ImportError):
            from . import _terminal

            console = _terminal.console(sys.stdout)
            return _told(lambda result: None if result is None else _terminal.show(result, console, every=every))
    encoding = sys.stdout.encoding or "utf-8"

    def listing(result: Extraction | None) -> None:
        if result is not None:
            out.write(_listing.article(result, every=every).encode(encoding, "backslashreplace"))

    return _told(listing)


def _told(write: Callable[[Extraction | None], object]) -> Callable[[Extraction | ArticleError | None], None]:
    """Writes results, and tells errors on stderr."""

    def either(result: Extraction | ArticleError | None) -> None:
        if isinstance(result, ArticleError):
            _streams.say(f"sayso: {_listing.shown(str(result))}")
        else:
            write(result)

    return either


def _page(out: BinaryIO) -> Callable[[Extraction | None], None]:
    from . import _view

    numbers = itertools.count(1)
    out.write(_view.page_head("Who said what").encode())

    def article(result: Extraction | None) -> None:
        piece = _view.PAGE_TAIL if result is None else _view.page_article(result, f"a{next(numbers)}-")
        out.write(piece.encode())

    return article


def _error_row(error: ArticleError) -> str:
    # ASCII: a message may quote what is no UTF-8
    return json.dumps({"id": error.id, "error": {"stage": error.stage, "message": error.message}})


def _tables(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from ._runs import TABLES, first_rows, read_manifest

    folder = Path(options.folder)
    manifest = read_manifest(folder)
    if manifest is None:
        parser.error(f"{_listing.shown(str(folder))}: no run of sayso in this folder")
    plan, run = manifest.plan, manifest.run()
    state = "complete" if manifest.complete else "not complete: --resume goes on with it"
    lines = [f"{folder}: {_listing.counted(run.parts, 'part')}, {state}"]
    lines.append(_listing.shown(f"model {plan['model']['name']} ({plan['model']['checksum']}), sayso {plan['sayso']}"))
    width = shutil.get_terminal_size((120, 24)).columns
    for table in TABLES:
        paths = manifest.paths(table)
        size = sum(path.stat().st_size for path in paths)
        lines += [
            "",
            f"{table}: {_listing.counted(getattr(run, table), 'row')}, {size / 1e6:,.1f} MB in {folder / table}",
        ]
        rows: list[dict[str, Any]] = []
        for path in paths:
            if len(rows) < options.rows:
                rows += first_rows(path, table, options.rows - len(rows))
        if rows:
            lines += ["  " + line for line in _listing.rows(rows, list(rows[0]), width - 2)]
    sys.stdout.buffer.write(("\n".join(lines) + "\n").encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
    return OK


def _info(options: argparse.Namespace, _: argparse.ArgumentParser) -> int:
    name, checksum, size, kernel, debug = Extractor(options.model)._facts
    facts = {
        "sayso": __version__,
        "build": "debug: slow, for development" if debug else "release",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "platform": platform.platform(),
        "kernel": kernel,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "model": _listing.shown(name),
        "model file": "in the package" if options.model == "base" else _listing.shown(options.model),
        "model size": f"{size / 1e6:.1f} MB",
        "model checksum": f"{checksum} (CRC-32)",
        "package": os.path.dirname(__file__),
    }
    width = max(map(len, facts))
    for fact, value in facts.items():
        print(f"{fact:<{width}}  {value}")
    return OK


def _completion(options: argparse.Namespace, _: argparse.ArgumentParser) -> int:
    from . import _completion as completion

    sys.stdout.write(completion.script(_parser(), options.shell))
    return OK


if __name__ == "__main__":
    sys.exit(main())
