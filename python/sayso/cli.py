"""The command line: `sayso extract PATH...`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from . import ArticleError, Error, Extraction, Extractor, Quote, __version__

OK, FAILED, USAGE, ARTICLES_FAILED, INTERRUPTED = 0, 1, 2, 3, 130

# a batch ends at either: articles differ a hundredfold in length
BATCH_ARTICLES = 256
BATCH_CHARACTERS = 4_000_000

Row = dict[str, Any] | ArticleError


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line and returns its exit code; raises SystemExit(2) on wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.error("say what to do: extract")
    try:
        files = list(_files(options.paths))
    except _Usage as error:
        parser.error(str(error))
    try:
        return _extract(files, options)
    except BrokenPipeError:
        # the reader has enough; the interpreter must not flush into the closed pipe again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except (Error, OSError) as error:
        print(f"sayso: {error}", file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sayso", description="Who said what, to whom, in the news.")
    parser.add_argument("--version", action="version", version=f"sayso {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    extract = commands.add_parser("extract", help="entities and attributed quotes of news articles")
    extract.add_argument("paths", nargs="+", metavar="PATH", help=".txt, a folder of them, or .jsonl (id, text)")
    extract.add_argument("--model", default="base", help='"base" or the path of a weights file (default: base)')
    extract.add_argument("--threads", type=_positive, help="threads to work on (default: all cores)")
    extract.add_argument(
        "--min-confidence", type=_probability, default=0.0, metavar="P", help="leave out quotes below it (default: 0)"
    )
    extract.add_argument(
        "--format", choices=("text", "jsonl"), default="text", help="a listing, or one JSON object a line"
    )
    return parser


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= 1024:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 1024")
    return number


def _probability(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return number


class _Usage(Exception):
    """A PATH that cannot be meant."""


def _files(paths: Iterable[str]) -> Iterator[Path]:
    """The files behind the paths; raises _Usage if one is missing, so that no work is done in vain."""
    for path in map(Path, paths):
        if path.is_dir():
            found = sorted(p for p in path.rglob("*.txt") if p.is_file())
            if not found:
                raise _Usage(f"{path}: no .txt file in this folder")
            yield from found
        elif not path.exists():
            raise _Usage(f"{path}: no such file or folder")
        elif path.suffix.lower() in (".txt", ".jsonl"):
            yield path
        else:
            raise _Usage(f"{path}: neither .txt nor .jsonl nor a folder")


def _extract(files: list[Path], options: argparse.Namespace) -> int:
    extractor = Extractor(options.model, threads=options.threads, min_confidence=options.min_confidence)
    out = sys.stdout.buffer
    failed = total = 0
    for rows in _batches(_rows(files)):
        for result in _results(extractor, rows):
            total += 1
            failed += isinstance(result, ArticleError)
            if options.format == "jsonl":
                out.write((result.to_json() if isinstance(result, Extraction) else _error_row(result)).encode() + b"\n")
            else:
                _list(result, out)
        out.flush()
    if failed:
        print(f"sayso: {failed} of {total} articles failed", file=sys.stderr)
        return ARTICLES_FAILED
    return OK


def _rows(files: Iterable[Path]) -> Iterator[Row]:
    """The articles of the files, each with an id; one that cannot be read is an ArticleError."""
    for file in files:
        stem = os.fsencode(file.stem).decode("utf-8", "replace")  # a file's name may be no UTF-8; an id must be
        try:
            if file.suffix.lower() == ".jsonl":
                yield from _jsonl(file)
            else:
                # bytes, not text mode: offsets index the file's own newlines and BOM
                yield {"id": stem, "text": file.read_bytes().decode("utf-8")}
        except UnicodeDecodeError as error:
            yield ArticleError(stem, "input", f"not UTF-8: {error.reason} at byte {error.start}")
        except OSError as error:
            yield ArticleError(stem, "input", error.strerror or str(error))


def _jsonl(file: Path) -> Iterator[Row]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")  # outside the JSON, so no part of any text
            if line.strip():
                yield _jsonl_row(line, str(number))


def _jsonl_row(line: bytes, number: str) -> Row:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return ArticleError(number, "input", f"not UTF-8: {error.reason} at byte {error.start} of the row")
    except ValueError as error:
        return ArticleError(number, "input", f"not JSON: {error}")
    except RecursionError:
        return ArticleError(number, "input", "not JSON: nested too deeply")
    if not isinstance(row, dict):
        return ArticleError(number, "input", f"a row must be a JSON object, not {_json_type(row)}")
    identity = row.get("id")
    if identity is None:
        identity = number
    elif isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    elif not isinstance(identity, str):
        return ArticleError(number, "input", f"the id must be a string or an integer, not {_json_type(identity)}")
    if not _is_unicode(identity):
        return ArticleError(number, "input", "the id has a lone surrogate, which is no character")
    article = {"id": identity}
    for key in ("text", "title", "date", "url"):
        value = row.get(key)
        if isinstance(value, str):
            article[key] = value
        elif value is not None or key == "text":
            what = f"not {_json_type(value)}" if key in row else "but there is none"
            return ArticleError(number, "input", f"the {key} must be a string, {what}")
    return article


def _json_type(value: object) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    characters = 0
    for row in rows:
        batch.append(row)
        characters += 0 if isinstance(row, ArticleError) else len(row["text"])
        if len(batch) >= BATCH_ARTICLES or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _results(extractor: Extractor, rows: list[Row]) -> Iterator[Extraction | ArticleError]:
    """One result a row, in order."""
    extracted = iter(extractor.extract_batch([row for row in rows if not isinstance(row, ArticleError)]))
    for row in rows:
        yield row if isinstance(row, ArticleError) else next(extracted)


def _error_row(error: ArticleError) -> str:
    # ASCII: a message may quote what is no UTF-8
    return json.dumps({"id": error.id, "error": {"stage": error.stage, "message": error.message}})


def _list(result: Extraction | ArticleError, out: BinaryIO) -> None:
    """Writes an article's listing, in the encoding of the terminal."""
    encoding = sys.stdout.encoding or "utf-8"
    if isinstance(result, ArticleError):
        print(f"sayso: {_shown(str(result))}", file=sys.stderr)
        return
    lines = [f"== {_shown(result.id)} ({result.language})"]
    lines += [f"   warning: {_shown(warning)}" for warning in result.warnings]
    lines.append(f"Entities: {len(result.entities)}")
    for entity in result.entities:
        roles = f" ({', '.join(entity.roles)})" if entity.roles else ""
        count = len(entity.mentions)
        lines.append(f"  {entity.type:<12}{_shown(entity.name + roles)}, {count} mention{'s' * (count != 1)}")
    lines.append(f"Quotes: {len(result.quotes)}")
    lines += [line for quote in result.quotes for line in _quote_lines(quote)]
    out.write(("\n".join(lines) + "\n\n").encode(encoding, "backslashreplace"))


def _quote_lines(quote: Quote) -> list[str]:
    source = quote.source.text if quote.source is not None else "?"
    who = quote.speaker.name if quote.speaker is not None else source
    facts: list[str] = [quote.kind, *([quote.act] * (quote.act != "statement"))]
    facts += [f"cue {quote.cue.text}" if quote.cue is not None else "no cue"]
    if quote.addressee is not None:
        facts.append(f"to {quote.addressee.name}")
    if quote.relayed_by is not None:
        facts.append(f"in {quote.relayed_by.id}")
    facts += ["anonymous"] * quote.anonymous + ["negated"] * quote.negated
    return [f"  {quote.id} {_shown(who)} [{_shown(', '.join(facts))}]", f"     {_shown(quote.text)}"]


def _shown(text: str) -> str:
    """One line of printable text: nothing in an article may steer the terminal."""
    words = " ".join(text.split())
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in words)


if __name__ == "__main__":
    sys.exit(main())
