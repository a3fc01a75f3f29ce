"""The command line: streams, encodings, exit codes."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest
import runs
from conftest import MODEL, ROOT, SAMPLES

import sayso
from sayso import _listing, cli

TEXT = "Ada Lund said that the ferry would run – “naïve” 😀."
ARTICLES = "examples/articles"


def command(*arguments):
    return [sys.executable, "-m", "sayso", *map(str, arguments)]


def run(*arguments, **environment):
    if arguments[0] == "extract":
        arguments = (*arguments, "--model", MODEL)
    env = os.environ | environment
    return subprocess.run(command(*arguments), capture_output=True, cwd=ROOT, env=env, timeout=100)


def lines(done):
    assert done.stdout.endswith(b"\n")
    return [json.loads(line) for line in done.stdout.decode("utf-8").removesuffix("\n").split("\n")]


def jsonl(path, *rows):
    path.write_bytes(b"".join(row if isinstance(row, bytes) else json.dumps(row).encode() + b"\n" for row in rows))
    return path


def test_version():
    done = run("--version")
    assert (done.returncode, done.stdout.decode().strip()) == (0, f"sayso {sayso.__version__}")


def test_console_script():
    script = os.path.join(os.path.dirname(sys.executable), "sayso")
    done = subprocess.run([script, "--version"], capture_output=True, timeout=60)
    assert done.stdout.decode().split() == ["sayso", sayso.__version__]


def test_folder(tmp_path, folder):
    done = run("extract", folder, "--format", "jsonl")
    assert (done.returncode, done.stderr) == (0, b"")
    rows = lines(done)
    assert [row["id"] for row in rows] == [path.stem for path in SAMPLES]
    extractor = sayso.Extractor(MODEL)
    assert rows == [
        extractor.extract({"id": p.stem, "text": p.read_bytes().decode()}).to_dict() for p in sorted(folder.iterdir())
    ]
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("b/c/2.txt", "a.txt", "b/1.txt", "b/not.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [row["id"] for row in lines(run("extract", tmp_path, "--format", "jsonl"))] == ["a", "1", "2"]


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "utf-16"},
        {"PYTHONIOENCODING": "latin-1:strict"},
        {},
    ],
)
def test_any_locale(tmp_path, environment):
    path = jsonl(tmp_path / "a.jsonl", {"id": "é", "text": TEXT, "title": "“Ü”"}, {"id": "b", "text": ""})
    done = run("extract", path, "--format", "jsonl", **environment)
    assert done.returncode == 3
    rows = lines(done)
    assert rows[0] == sayso.Extractor(MODEL).extract({"id": "é", "text": TEXT}).to_dict()
    assert rows[1] == {"id": "b", "error": {"stage": "input", "message": "the text is empty"}}
    listing = run("extract", path, **environment)
    assert listing.returncode == 3
    assert b"Traceback" not in listing.stderr


def test_offsets_index_the_file(tmp_path):
    raw = b"\xef\xbb\xbfAda Lund\r\nsaid that it would run.\r\n"
    (tmp_path / "bom.txt").write_bytes(raw)
    extractor = sayso.Extractor(MODEL)
    [row] = lines(run("extract", tmp_path / "bom.txt", "--format", "jsonl"))
    assert row == extractor.extract({"id": "bom", "text": raw.decode("utf-8")}).to_dict()


def test_jsonl_rows(tmp_path):
    path = jsonl(
        tmp_path / "rows.jsonl",
        b'\xef\xbb\xbf{"id": 7, "text": "Ada Lund said so."}\r\n',
        b"\n",
        {"text": "Ada Lund said so.", "title": None, "date": "2026-01-02", "url": "u", "more": []},
        b"{not json\n",
        {"id": "x"},
        {"id": "x", "text": 5},
        [1],
        b'{"id": "x", "text": "\xff"}\n',
        {"id": 1.5, "text": "Ada."},
        {"id": True, "text": "Ada."},
        {"id": "\ud800", "text": "Ada."},
        {"id": "lone", "text": "Ada \ud800."},
        {"id": "t", "text": "Ada.", "title": 3},
        b"[" * 100_000 + b"\n",
        b'{"id": ' + b"9" * 5000 + b', "text": "Ada."}\n',
        {"id": "null", "text": None},
        {"id": "", "text": "Ada Lund said so."},
        b'{"id": "last", "text": "Ada Lund said so."}',
    )
    done = run("extract", path, "--format", "jsonl")
    assert done.returncode == 3
    rows = lines(done)
    assert [(row["id"], row.get("error", {}).get("stage")) for row in rows] == [
        ("7", None),
        ("row 3 (no id)", None),
        ("row 4 (no id)", "input"),
        ("x", "input"),
        ("x", "input"),
        ("row 7 (no id)", "input"),
        ("row 8 (no id)", "input"),
        ("row 9 (no id)", "input"),
        ("row 10 (no id)", "input"),
        ("row 11 (no id)", "input"),
        ("lone", "input"),
        ("t", None),
        ("row 14 (no id)", "input"),
        ("row 15 (no id)", "input"),
        ("null", "input"),
        ("", None),
        ("last", None),
    ]
    assert all(set(row) == {"id", "error"} for row in rows if "error" in row)
    assert all(set(row["error"]) == {"stage", "message"} for row in rows if "error" in row)
    assert b"12 of 17 articles failed" in done.stderr


def test_undecodable_and_unreadable_files(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"Ada \xff said so.")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "c.txt").write_text(" \n", encoding="utf-8")
    (tmp_path / "d.txt").symlink_to(tmp_path / "b.txt")
    done = run("extract", tmp_path, "--format", "jsonl")
    assert done.returncode == 3
    a, b, c, d = lines(done)
    assert a == {"id": "a", "error": {"stage": "input", "message": "not UTF-8 at byte 4"}}
    assert (b["id"], c["error"]["message"], d["id"]) == ("b", "the text is empty", "d")
    assert done.stderr == b"sayso: 2 of 4 articles failed\n"


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux alone")
def test_file_name_that_is_no_utf8(tmp_path):
    with open(os.path.join(os.fsencode(tmp_path), b"\xff.txt"), "wb") as file:
        file.write(TEXT.encode())
    [row] = lines(run("extract", tmp_path, "--format", "jsonl"))
    assert row["id"] == "\ufffd"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("extract",),
        ("extract", "no-such-file.txt"),
        ("extract", "README.md"),
        ("extract", "src"),
        ("extract", ARTICLES, "--format", "xml"),
        ("extract", ARTICLES, "--threads", "0"),
        ("extract", ARTICLES, "--threads", "many"),
        ("extract", ARTICLES, "--min-confidence", "nan"),
        ("extract", ARTICLES, "--min-confidence", "2"),
        ("extract", ARTICLES, "--kinds", "spoken"),
        ("extract", ARTICLES, "--kinds", ""),
        ("read",),
    ],
)
def test_wrong_usage(arguments):
    done = subprocess.run(command(*arguments), capture_output=True, cwd=ROOT, timeout=60)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"usage: sayso" in done.stderr
    assert b"Traceback" not in done.stderr


def test_unknown_model():
    done = subprocess.run(command("extract", ARTICLES, "--model", "large"), capture_output=True, cwd=ROOT, timeout=60)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"sayso: large: no such file")


def test_listing(folder):
    done = run("extract", folder / SAMPLES[0].name, PYTHONIOENCODING="utf-8")
    assert (done.returncode, done.stderr) == (0, b"")
    listing = done.stdout.decode("utf-8")
    assert listing.startswith(f"== {SAMPLES[0].stem} (")
    assert "Entities: " in listing
    assert "Quotes: " in listing


def test_listing_of_every_field(made):
    assert _listing.quote_lines(made.quotes[0]) == [
        "  q1 Ada Lund [indirect, cue told, to parliament]",
        "     that the ferry would run until March",
    ]
    assert (
        _listing.quote_lines(made.quotes[3])[0]
        == "  q4 Lund’s mother [mixed, praise, cue calls, in q3, anonymous, negated]"
    )


def test_nothing_steers_the_terminal():
    assert _listing.shown("a\x1b[31m\r\nb\u202ec") == r"a\x1b[31m b\u202ec"


def test_rows_stream_out(tmp_path):
    """The first rows are there before the input has ended."""
    path = tmp_path / "rows.jsonl"
    os.mkfifo(path)
    row = json.dumps({"text": TEXT}).encode() + b"\n"
    arguments = command("extract", path, "--format", "jsonl", "--model", MODEL)
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=ROOT) as child:
        with open(path, "wb") as rows:
            rows.write(row * cli.BATCH_ARTICLES * 2)
            rows.flush()
            assert json.loads(child.stdout.readline())["id"] == "1"
            rows.write(row)
        assert len(child.stdout.read().splitlines()) == cli.BATCH_ARTICLES * 2
        assert child.wait(60) == 0


@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_broken_pipe(tmp_path, form):
    path = jsonl(tmp_path / "rows.jsonl", *[{"text": TEXT}] * 3000)
    arguments = command("extract", path, "--format", form, "--model", MODEL)
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait(60) == 1


def test_interrupt(tmp_path):
    path = tmp_path / "rows.jsonl"
    os.mkfifo(path)
    arguments = command("extract", path, "--format", "jsonl", "--model", MODEL)
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as child:
        with open(path, "wb") as rows:
            rows.write(json.dumps({"text": TEXT}).encode() + b"\n")
            rows.write(b"\n" * 100_000)  # past the buffer: the reader is in its loop
            rows.flush()
            time.sleep(0.3)
            start = time.perf_counter()
            child.send_signal(signal.SIGINT)
            assert child.wait(10) == 130
            assert time.perf_counter() - start < 1.0
        assert child.stderr.read() == b"sayso: interrupted\n"


def test_stdin_to_stdout():
    rows = [{"id": "a", "text": TEXT}, {"id": "b", "text": None}]
    given = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    done = subprocess.run(command("extract", "-", "--model", MODEL), input=given, capture_output=True, timeout=60)
    assert done.returncode == 3
    assert [row["id"] for row in lines(done)] == ["a", "b"]


def test_tables_of_a_run(tmp_path):
    path = jsonl(tmp_path / "a.jsonl", *({"url": f"u{i}", "body": TEXT} for i in range(5)), {"url": "bad"})
    arguments = ("extract", path, "-o", tmp_path / "out", "--text", "body", "--id", "url", "--part-size", "2")
    done = run(*arguments, "--progress")
    assert done.returncode == 3
    assert b"1 of 6 articles failed" in done.stderr
    assert b"articles/s" in done.stderr
    again = run(*arguments)
    assert again.returncode == 1
    assert b"holds a finished run" in again.stderr
    assert run(*arguments, "--resume").returncode == 3
    assert run(*arguments, "--resume", "--min-confidence", "0.6").returncode == 1
    assert run(*arguments, "--resume", "--min-confidence", "0.5").returncode == 3
    assert run(*arguments, "--resume", "--kinds", "all").returncode == 1
    assert run(*arguments, "--resume", "--kinds", "direct,indirect,mixed").returncode == 3
    assert run(*arguments, "--overwrite", "--format", "jsonl").returncode == 3
    shown = run("tables", tmp_path / "out", PYTHONIOENCODING="utf-8")
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert "articles: 5 rows" in shown.stdout.decode()
    assert "u0" in shown.stdout.decode()
    assert run("tables", tmp_path).returncode == 2
    assert run(*arguments[:-4], "--id", "no", "--overwrite").returncode == 2


def test_parquet_and_resume_with_the_base_model(tmp_path, folder):
    """A run that lost its last part goes on, and the tables are those of one call."""
    out = tmp_path / "out"
    arguments = command("extract", *sorted(folder.iterdir())[:5], "-o", out, "--part-size", "2")
    assert subprocess.run(arguments, cwd=ROOT, timeout=60).returncode == 0
    first = runs.contents(out)
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["parts"] = manifest["parts"][:1]
    (out / "manifest.json").write_text(json.dumps(manifest))
    assert subprocess.run([*arguments, "--resume"], cwd=ROOT, timeout=60).returncode == 0
    assert runs.contents(out).keys() == first.keys()
    articles = [{"id": p.stem, "text": p.read_bytes().decode()} for p in sorted(folder.iterdir())[:5]]
    expected = sayso.extract_table(articles)
    assert runs.tables(out) == {table.name: table.to_dicts() for table in expected}
    assert len(expected.quotes) > 4


def test_info_and_completion():
    info = run("info", "--model", MODEL)
    assert info.returncode == 0
    facts = dict(line.split(maxsplit=1) for line in info.stdout.decode().splitlines())
    assert facts["sayso"] == sayso.__version__
    assert {"build", "python", "platform", "kernel", "cores", "package"} <= set(facts)
    for shell in ("bash", "zsh", "fish"):
        script = run("completion", shell).stdout.decode()
        assert "resume" in script
    checked = subprocess.run(["bash", "-n"], input=run("completion", "bash").stdout, capture_output=True, timeout=60)
    assert (checked.returncode, checked.stderr) == (0, b"")
    assert b"exit codes" in run("--help").stdout


def test_genders_are_guessed_on_demand(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Mary Holm said the ferry was late.", encoding="utf-8")
    for more, guess in (([], None), (["--guess-gender"], "female")):
        arguments = command("extract", path, "--format", "jsonl", *more)
        done = subprocess.run(arguments, capture_output=True, cwd=ROOT, timeout=60)
        assert json.loads(done.stdout)["entities"][0]["gender_guess"] == guess


def test_defaults_are_those_of_an_extractor():
    options = cli._parser().parse_args(["extract", "a.txt"])
    assert (options.kinds, options.min_confidence) == (sayso.Extractor().kinds, sayso.Extractor().min_confidence)


def test_kinds(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text('Ada Lund spoke about the treaty. "It will hold," she said.', encoding="utf-8")
    for more, kinds in (
        ([], ["direct"]),
        (["--kinds", "all", "--min-confidence", "0"], ["reported", "direct"]),
        (["--kinds", "reported", "--min-confidence", "0"], ["reported"]),
        (["--kinds", "indirect,direct"], ["direct"]),
        (["--kinds", "reported", "--min-confidence", "1"], []),
    ):
        arguments = command("extract", path, "--format", "jsonl", *more)
        done = subprocess.run(arguments, capture_output=True, cwd=ROOT, timeout=60, check=True)
        assert [quote["kind"] for quote in json.loads(done.stdout)["quotes"]] == kinds
    wrong = subprocess.run(
        command("extract", path, "--kinds", "direct,told"), capture_output=True, cwd=ROOT, timeout=60
    )
    assert b'argument --kinds: kinds must be "all" or some of "direct", ' in wrong.stderr
    assert b'not "told"' in wrong.stderr


def test_html(tmp_path):
    path = jsonl(tmp_path / "a.jsonl", {"id": "<1>", "text": TEXT}, {"id": "2", "text": ""}, {"id": "3", "text": TEXT})
    done = run("extract", path, "--format", "html", PYTHONIOENCODING="ascii")
    assert done.returncode == 3
    assert b"article '2'" in done.stderr
    html5lib = pytest.importorskip("html5lib")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(done.stdout.decode("utf-8"))
    assert [heading.text for heading in tree.iter("h2")] == ["<1>", "3"]
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    done = run("extract", path, "--format", "html", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert b"standard output" in done.stderr


def test_terminal(tmp_path):
    """In colour where a terminal is, and nothing of the article steers it."""
    pty = pytest.importorskip("pty")
    pytest.importorskip("rich")
    hostile = "Ada \x1b[31mLund\x07 said that [bold]it[/bold]\r would \x9b31m run\u202e."
    path = jsonl(tmp_path / "a.jsonl", {"id": "a\x1b]0;title\x07", "text": hostile})
    main, side = pty.openpty()
    env = os.environ | {"TERM": "xterm-256color", "COLUMNS": "100"}
    with subprocess.Popen(
        command("extract", path, "--format", "text", "--model", MODEL), stdout=side, env=env, cwd=ROOT
    ) as child:
        os.close(side)
        shown = b""
        with contextlib.suppress(OSError):  # the end
            while block := os.read(main, 4096):
                shown += block
        assert child.wait(60) == 0
    os.close(main)
    text = shown.decode()
    assert "\x1b[" in text  # colours of ours
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    assert not set("\x1b\x07\x9b\u202e") & set(plain)
    assert "Ada ␛[31mLund␇ said that [bold]it[/bold]  would" in plain
    piped = run("extract", path, "--format", "text").stdout.decode()
    assert "\x1b" not in piped
    assert piped.startswith("== a\\x1b")
