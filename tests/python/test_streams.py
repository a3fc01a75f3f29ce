"""Standard streams that are closed, full or given up, and names that would steer a terminal."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import runs
from conftest import MODEL, TINY

import sayso
from sayso import _progress, cli

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")


def shell(command: str, *arguments: object) -> tuple[int, str, str]:
    words = [sys.executable, "-m", "sayso", *map(str, arguments)]
    line = command.replace("SAYSO", shlex.join(words))
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False, timeout=120)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def source(tmp_path):
    return runs.write_jsonl(tmp_path / "a.jsonl", [*runs.articles(50), b"broken\n"])


def extract(source: Path, *more: object) -> list[object]:
    return ["extract", source, "--model", MODEL, "--min-confidence", 0, *more]


@pytest.mark.parametrize(
    "closed", ["2>&-", ">&-", "<&-", "<&- >&- 2>&-", "2>/dev/full", ">/dev/full", ">/dev/full 2>&1"]
)
@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_a_run_with_closed_streams(closed, form, source, tmp_path):
    """Its files are its own: nothing that is meant for a stream ends in one."""
    if "/dev/full" in closed and not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    shell("SAYSO", *extract(source, "-o", tmp_path / "open", "--format", form, "--progress"))
    code, _, _ = shell(f"SAYSO {closed}", *extract(source, "-o", tmp_path / "shut", "--format", form, "--progress"))
    assert code == 3
    assert runs.contents(tmp_path / "shut") == runs.contents(tmp_path / "open")


@pytest.mark.parametrize("to", [">&-", ">/dev/full"])
@pytest.mark.parametrize("command", ["extract", "tables", "info", "completion"])
def test_output_that_goes_nowhere_is_told(to, command, source, tmp_path):
    shell("SAYSO", *extract(source, "-o", tmp_path / "out"))
    arguments = {
        "extract": extract(source, "--format", "jsonl"),
        "tables": ["tables", tmp_path / "out"],
        "info": ["info"],
        "completion": ["completion", "bash"],
    }
    code, _, said = shell(f"SAYSO {to}", *arguments[command])
    assert code == 1
    assert said.startswith("sayso: [Errno ")
    assert said.count("\n") == 1


def test_output_whose_reader_has_enough(source):
    code, out, said = shell("(SAYSO; echo $? >&2) | head -n 1", *extract(source, "--format", "jsonl"))
    assert out.count("\n") == 1
    assert said.splitlines()[-1] in ("1", "3")
    assert code == 0


@pytest.mark.parametrize("wrong", [["extract", "no-such-file"], ["extract"], ["tables", "no-such-folder"]])
def test_usage_without_stderr(wrong):
    assert shell("SAYSO 2>&-", *wrong) == (2, "", "")
    assert shell("SAYSO 2>/dev/full", *wrong) == (2, "", "")


@pytest.mark.parametrize("library", ["", "sys.modules['tqdm'] = sys.modules['tqdm.auto'] = None"])
@pytest.mark.parametrize("stderr", ["None", "open('/dev/full', 'w')"])
def test_progress_where_nobody_hears_it(stderr, library, source, tmp_path):
    code = f"""
import sys
{library}
import sayso
sys.stderr = {stderr}
extractor = sayso.Extractor({MODEL!r}, min_confidence=0)
sayso.extract_files({str(source)!r}, {str(tmp_path / "out")!r}, extractor=extractor, progress=True)
print(len(extractor.extract_batch(["Ada said so."] * 3, progress=True)))
sys.stderr = None
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "3\n"), done.stderr


def test_a_line_that_breaks_off():
    class Broken:
        def isatty(self):
            return True

        def write(self, _):
            raise BrokenPipeError

    line = _progress.Line(Broken())
    line(_progress.Progress(1, 1, 0, 1.0, 0.5, None))
    line.close()


STEERING = "\x1b]0;owned\x07\x1b[2J\x9b\u202e\n"


def test_names_do_not_steer_the_terminal(source, tmp_path, capsys):
    out = tmp_path / "out"
    sayso.extract_files(source, out, extractor=sayso.Extractor(MODEL, min_confidence=0))
    path = out / "manifest.json"
    whole = json.loads(path.read_text())
    whole["model"] = {"name": STEERING, "checksum": STEERING}
    whole["sayso"] = STEERING
    path.write_text(json.dumps(whole))
    assert cli.main(["tables", str(out)]) == 0
    told = capsys.readouterr().out
    assert cli.main([*map(str, extract(source, "-o", out, "--resume"))]) == 1
    told += capsys.readouterr().err
    assert "owned" in told
    assert not set(told) & (set(STEERING) - {"\n"} - set("]0;owned[2J"))


@pytest.mark.skipif(not TINY.exists(), reason="no tiny model")
def test_a_model_whose_name_would_steer_the_terminal(tmp_path, capsys):
    path = tmp_path / f"{STEERING.strip()}.sayso"
    path.write_bytes(TINY.read_bytes())
    assert cli.main(["info", "--model", str(path)]) == 0
    assert cli.main(["info", "--model", str(path) + "x"]) == 1
    told = "".join(capsys.readouterr())
    assert not set(told) & {"\x1b", "\x07", "\x9b", "\u202e"}
