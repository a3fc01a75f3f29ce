"""Runs: whole parts, a manifest, resumption; what a run survives and what it refuses."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
import runs
from conftest import MODEL, ROOT

import sayso

N, PART = 200, 20
BAD = {
    "not JSON": (lambda i: b"{broken\n", None),
    "not UTF-8": (lambda i: b'{"id": "x", "text": "\xff"}\n', None),
    "an array": (lambda i: b"[1, 2]\n", None),
    "null text": (lambda i: {"id": f"bad{i}", "text": None}, "bad{}"),
    "no text": (lambda i: {"id": f"bad{i}"}, "bad{}"),
    "mixed types": (lambda i: {"id": f"bad{i}", "text": i}, "bad{}"),
    "empty text": (lambda i: {"id": f"bad{i}", "text": " \n"}, "bad{}"),
    "lone surrogate": (lambda i: b'{"id": "bad%d", "text": "\\ud800"}\n' % i, "bad{}"),
    "duplicate id": (lambda i: {"id": "a0", "text": "Ada Lund said so."}, "a0"),
    "id of another type": (lambda i: {"id": [i], "text": "Ada Lund said so."}, None),
    "too long": (lambda i: {"id": f"bad{i}", "text": "Ada said so. " * 100}, "bad{}"),
}


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return runs.write_jsonl(tmp_path_factory.mktemp("in") / "articles.jsonl", runs.articles(N))


@pytest.fixture(scope="module")
def undisturbed(source, tmp_path_factory):
    """What an undisturbed run of that input writes."""
    out = tmp_path_factory.mktemp("out") / "run"
    sayso.extract_files(source, out, extractor=sayso.Extractor(MODEL, min_confidence=0), part_size=PART)
    return runs.contents(out)


def run(source, out, **more):
    more = {"extractor": sayso.Extractor(MODEL, min_confidence=0), "part_size": PART} | more
    return sayso.extract_files(source, out, **more)


def command(source, out, *more):
    arguments = ["-m", "sayso", "extract", source, "-o", out, "--model", MODEL, "--part-size", PART, *more]
    return [sys.executable, *map(str, arguments)]


def test_tables_on_disk(source, undisturbed, tmp_path):
    done = run(source, tmp_path / "out", extractor=sayso.Extractor(MODEL, min_confidence=0, threads=1))
    assert runs.contents(tmp_path / "out") == undisturbed  # whatever the threads
    assert (done.folder, done.articles, done.errors, done.parts) == (tmp_path / "out", N, 0, N // PART)
    whole = sayso.Extractor(MODEL, min_confidence=0).extract_table(runs.articles(N))
    for table in whole:
        folder = tmp_path / "out" / table.name
        assert sorted(path.name for path in folder.iterdir()) == [f"part-{i:06}.parquet" for i in range(N // PART)]
        assert pl.read_parquet(folder).equals(table.to_polars())
        assert pl.scan_parquet(folder / "*.parquet").collect().equals(table.to_polars())
        assert pq.read_table(folder).equals(table.to_arrow())
        assert duckdb.sql(f"from '{folder}/*.parquet'").fetchall() == [tuple(row.values()) for row in table.to_dicts()]
        codec = pq.ParquetFile(next(folder.iterdir())).metadata.row_group(0) if len(table) else None
        assert codec is None or codec.column(0).compression == "ZSTD"


def test_jsonl(source, tmp_path):
    run(source, tmp_path / "out", format="jsonl")
    whole = sayso.Extractor(MODEL, min_confidence=0).extract_table(runs.articles(N))
    assert runs.tables(tmp_path / "out") == {table.name: table.to_dicts() for table in whole}
    assert pl.read_ndjson(tmp_path / "out" / "quotes" / "part-000000.jsonl").height > 0


def test_folders_are_left_alone(source, undisturbed, tmp_path):
    out = tmp_path / "out"
    run(source, out)
    before = runs.contents(out)
    with pytest.raises(sayso.RunError, match="holds a finished run"):
        run(source, out)
    assert runs.contents(out) == before == undisturbed
    assert run(source, out, resume=True).articles == N
    assert runs.contents(out) == before
    other = runs.write_jsonl(tmp_path / "b.jsonl", runs.articles(3))
    run(other, out, overwrite=True)
    assert len(runs.tables(out)["articles"]) == 3
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("precious")
    for more in ({}, {"resume": True}, {"overwrite": True}):
        with pytest.raises(sayso.RunError, match=r"'thesis\.txt' and no run"):
            run(source, tmp_path / "mine", **more)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    (out / "manifest.json").write_text("{}")
    with pytest.raises(sayso.RunError, match="not a manifest"):
        run(source, out, resume=True)
    with pytest.raises(ValueError, match="not both"):
        run(source, out, resume=True, overwrite=True)


def test_resume_refuses_another_run(source, tmp_path):
    out = tmp_path / "out"
    mine = tmp_path / "mine.jsonl"
    shutil.copy(source, mine)
    run(mine, out)
    before = runs.contents(out)
    for more, reason in (
        ({"part_size": PART + 1}, "options .part_size.: 20 there, 21 now"),
        ({"format": "jsonl"}, "options .format."),
        ({"title": "title"}, "options .title.: None there, title now"),
        ({"extractor": sayso.Extractor(MODEL, min_confidence=0.5)}, "options .min_confidence.: 0.0 there, 0.5 now"),
        ({"extractor": sayso.Extractor(MODEL, min_confidence=0, max_chars=9)}, "options .max_chars."),
        (
            {"extractor": sayso.Extractor(MODEL, min_confidence=0, kinds="direct")},
            r"options .kinds.: \['direct', 'indirect', 'mixed'\] there, \['direct'\] now",
        ),
        ({"extractor": sayso.Extractor()}, "model .checksum."),
    ):
        with pytest.raises(sayso.RunError, match=reason):
            run(mine, out, resume=True, **more)
    with pytest.raises(sayso.RunError, match=r"another input: 1 files there, 2 files \(.*articles\.jsonl\) now"):
        run([mine, source], out, resume=True)
    with pytest.raises(sayso.RunError, match="another input"):
        run(source, out, resume=True)
    text = mine.read_bytes()
    mine.write_bytes(text.replace(b"Number 199.", b"Number 198."))
    with pytest.raises(sayso.RunError, match=r"mine\.jsonl has changed"):
        run(mine, out, resume=True)
    mine.write_bytes(text)  # a new time, the same content
    run(mine, out, resume=True)
    assert runs.contents(out) == before
    manifest = json.loads((out / "manifest.json").read_text())
    (out / "manifest.json").write_text(json.dumps(manifest | {"sayso": "0.0.9"}))
    with pytest.raises(sayso.RunError, match=r"another version of sayso: 0\.0\.9 there"):
        run(mine, out, resume=True)


def test_resume_starts_afresh_where_there_is_none(source, undisturbed, tmp_path):
    run(source, tmp_path / "deep" / "out", resume=True)
    assert runs.contents(tmp_path / "deep" / "out") == undisturbed


def test_orphans_and_lost_files(source, undisturbed, tmp_path):
    """Files of no finished part go; a finished part that lost a file is made anew."""
    out = tmp_path / "out"
    run(source, out)
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["parts"] = [part for part in manifest["parts"] if part["part"] not in (2, 9)]
    (out / "manifest.json").write_text(json.dumps(manifest))
    (out / "quotes" / "part-000002.parquet").write_bytes(b"half a fi")
    (out / "entities" / "part-000077.parquet").write_bytes(b"")
    (out / "mentions" / "part-000005.parquet").unlink()
    (out / ".work").mkdir()
    (out / ".work" / "quotes-000003.parquet").write_bytes(b"half")
    run(source, out, resume=True)
    assert runs.contents(out).keys() == undisturbed.keys()
    found = runs.contents(out)
    assert {k: v for k, v in found.items() if k != "manifest.json"} == {
        k: v for k, v in undisturbed.items() if k != "manifest.json"
    }


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_killed_at_any_moment(source, undisturbed, tmp_path):
    """kill -9 twenty times, at any moment of a run, and a finished part is damaged each time; what a resumed
    run then writes is the same."""
    chance = random.Random(5)
    out = tmp_path / "out"
    start = time.perf_counter()
    assert wait(forked_run(source, out)) == 0
    took = time.perf_counter() - start
    assert runs.contents(out) == undisturbed
    shutil.rmtree(out)
    killed, damaged = 0, set()
    while killed < 20:
        child = forked_run(source, out)
        time.sleep(took * chance.uniform(0.02, 0.5))  # a run that goes on is shorter than a whole one
        os.kill(child, signal.SIGKILL)
        if wait(child) == -signal.SIGKILL:
            killed += 1
            check_finished_parts(out, undisturbed, damaged)
            damaged |= damage_a_part(out, chance)
        else:
            assert runs.contents(out) == undisturbed
            shutil.rmtree(out)
            damaged.clear()
    assert wait(forked_run(source, out)) == 0
    assert runs.contents(out) == undisturbed


def damage_a_part(out, chance):
    """The name of the file that was damaged, if there is one yet."""
    parts = sorted(out.glob("*/part-*"))
    if not parts:
        return set()
    damaged = chance.choice(parts)
    chance.choice([DAMAGES[name] for name in DAMAGES if name != "a link"])(damaged)
    return {str(damaged.relative_to(out))}


def flipped(path):
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def linked(path):
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


DAMAGES = {
    "a bit": flipped,
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b" "),
    "empty": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
    "a link": linked,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_parts_are_made_anew(damage, source, undisturbed, tmp_path):
    out = tmp_path / "out"
    run(source, out)
    for number, table in enumerate(runs.NAMES):
        DAMAGES[damage](out / table / f"part-{number:06}.parquet")
    whole = {path: path.stat().st_mtime_ns for path in out.glob("*/part-*") if path.stem > "part-000004"}
    run(source, out, resume=True)
    found = runs.contents(out)
    assert {k: v for k, v in found.items() if not k.endswith("elsewhere")} == undisturbed
    assert all(path.stat().st_mtime_ns == time for path, time in whole.items())  # the others are left alone


def test_an_input_that_changes_is_noticed(source, tmp_path):
    mine, out = tmp_path / "mine.jsonl", tmp_path / "out"

    def change(how):
        shutil.copy(source, mine)
        done = []

        def during(_):
            if not done:
                how(mine)
                done.append(True)

        return during

    for how in (
        lambda path: path.write_bytes(path.read_bytes().replace(b"Number 199.", b"Number 198.")),
        lambda path: path.write_bytes(path.read_bytes() + b"\n"),
        lambda path: path.unlink(),
    ):
        with pytest.raises(sayso.RunError, match=r"mine\.jsonl changed while it was read; overwrite begins anew"):
            run(mine, out, progress=change(how), overwrite=out.exists())
        assert not json.loads((out / "manifest.json").read_text())["complete"]
    shutil.copy(source, mine)
    run(mine, out, overwrite=True)
    os.utime(mine, (1, 1))
    assert run(mine, out, resume=True).articles == N


def test_links_are_not_followed(source, undisturbed, tmp_path):
    """Whoever may write to the folder makes the run write nowhere else."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("precious")
    (mine / "part-000099.parquet").write_text("precious")
    out = tmp_path / "out"
    out.mkdir()
    (out / ".manifest.json.tmp").symlink_to(mine / "thesis.txt")
    (out / ".work").symlink_to(mine)
    run(source, out)
    assert runs.contents(out) == undisturbed
    shutil.move(out / "quotes", tmp_path / "quotes")
    (out / "quotes").symlink_to(mine)
    for more in ({"resume": True}, {"overwrite": True}):
        with pytest.raises(sayso.RunError, match=r"quotes is a link"):
            run(source, out, **more)
    (out / "quotes").unlink()
    shutil.move(tmp_path / "quotes", out / "quotes")
    (out / "manifest.json").rename(mine / "manifest.json")
    (out / "manifest.json").symlink_to(mine / "manifest.json")
    with pytest.raises(sayso.RunError, match=r"manifest\.json is not a manifest of sayso \(.* is a link"):
        run(source, out, resume=True)
    assert sorted(path.name for path in mine.iterdir()) == ["manifest.json", "part-000099.parquet", "thesis.txt"]
    assert {path.read_text() for path in mine.iterdir() if path.suffix != ".json"} == {"precious"}


def test_a_folder_that_is_a_link_is_as_good_as_its_own(source, undisturbed, tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "disk")
    run(source, tmp_path / "out")
    assert runs.contents(tmp_path / "disk") == undisturbed


def forked_run(source, out):
    """Starts a run in a child: no interpreter to start, so that kills hit the run itself."""
    child = os.fork()
    if child == 0:
        try:
            run(source, out, resume=True)
            os._exit(0)
        finally:
            os._exit(1)
    return child


def wait(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def check_finished_parts(out, undisturbed, damaged):
    """Every part that the manifest names is whole, if nobody damaged it."""
    if not (out / "manifest.json").exists():
        return
    for part in json.loads((out / "manifest.json").read_text())["parts"]:
        for table in runs.NAMES:
            name = f"{table}/part-{part['part']:06}.parquet"
            assert name in damaged or (out / name).read_bytes() == undisturbed[name]


def test_interrupt(tmp_path):
    source = runs.write_jsonl(tmp_path / "a.jsonl", runs.articles(20_000))
    out = tmp_path / "out"
    with subprocess.Popen(command(source, out), cwd=ROOT, stderr=subprocess.PIPE) as child:
        interrupt(child, out)
    parts = json.loads((out / "manifest.json").read_text())["parts"]
    assert len(parts) >= 2
    for part in parts:
        for table in runs.NAMES:
            assert pq.read_table(out / table / f"part-{part['part']:06}.parquet").num_rows == part[table]
    runs.contents(out)  # no half-written file is left


def interrupt(child, out):
    while not (out / "quotes" / "part-000002.parquet").exists():
        assert child.poll() is None
        time.sleep(0.02)
    start = time.perf_counter()
    child.send_signal(signal.SIGINT)
    assert child.wait(10) == 130
    assert time.perf_counter() - start < 1.0
    assert child.stderr.read() == b"sayso: interrupted; --resume goes on with the run\n"


def test_bad_rows(tmp_path):
    """Five in a hundred rows are bad, in every way: they are the rows of errors, with their ids, and no others."""
    rows, expected = [], []
    kinds = list(BAD.values())
    for i, row in enumerate(runs.articles(1100)):
        rows.append(row)
        if i % 20 == 19:
            make, name = kinds[len(expected) % len(kinds)]
            rows.append(make(i))
            expected.append(name.format(i) if name else f"row {len(rows)} (no id)")
    assert len(expected) == 55
    source = runs.write_jsonl(tmp_path / "a.jsonl", rows)
    done = run(source, tmp_path / "out", extractor=sayso.Extractor(MODEL, min_confidence=0, max_chars=1000))
    found = runs.tables(tmp_path / "out")
    assert [row["article_id"] for row in found["errors"]] == expected
    assert all(row["stage"] == "input" and row["message"] and "\n" not in row["message"] for row in found["errors"])
    assert [row["article_id"] for row in found["articles"]] == [f"a{i}" for i in range(1100)]
    good = sayso.Extractor(MODEL, min_confidence=0).extract_table(runs.articles(1100))
    assert {name: found[name] for name in runs.NAMES[:4]} == {t.name: t.to_dicts() for t in good if t.name != "errors"}
    assert (done.articles, done.errors) == (1100, 55)


def test_bad_rows_of_csv_and_parquet(tiny, tmp_path):
    (tmp_path / "a.csv").write_bytes(
        b'id,text\na,Ada said so.\nb,x,y\n,"Ada\nsaid."\nc\na,Again.\nd,\n"e","\xff"\nf,End.\n'
    )
    sayso.extract_files(tmp_path / "a.csv", tmp_path / "out", extractor=tiny)
    found = runs.tables(tmp_path / "out")
    assert [row["article_id"] for row in found["articles"]] == ["a", "row 3 (no id)", "f"]
    assert [(row["article_id"], row["message"]) for row in found["errors"]] == [
        ("row 2 (no id)", "the row has 3 fields, the header 2"),
        ("row 4 (no id)", "the row has 1 fields, the header 2"),
        ("a", "the id is already that of row 1"),
        ("d", "the text is empty"),
        ("e", "the text is not UTF-8 at byte 0"),
    ]
    pl.DataFrame({"id": ["a", "b", "a"], "text": ["Ada said so.", None, "Again."]}).write_parquet(
        tmp_path / "a.parquet"
    )
    sayso.extract_files(tmp_path / "a.parquet", tmp_path / "out2", extractor=tiny)
    assert [row["article_id"] for row in runs.tables(tmp_path / "out2")["errors"]] == ["b", "a"]


def test_disk_full(source, undisturbed, tmp_path):
    """A file limit stands for a full disk: a clear message, and the finished parts stay."""
    out = tmp_path / "out"
    big = runs.write_jsonl(tmp_path / "big.jsonl", [*runs.articles(PART), *big_articles()])

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = subprocess.run(command(big, out), cwd=ROOT, capture_output=True, preexec_fn=limit, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(b"sayso: [Errno 27] ")
    assert b"Traceback" not in done.stderr
    assert str(out).encode() in done.stderr
    manifest = json.loads((out / "manifest.json").read_text())
    assert [part["part"] for part in manifest["parts"]] == [0]
    runs.contents(out)
    assert subprocess.run(command(big, out, "--resume"), cwd=ROOT).returncode == 0
    assert len(runs.tables(out)["articles"]) == PART * 2


def big_articles():
    """Titles that do not compress."""
    chance = random.Random(1)
    return [
        {"id": f"b{i}", "text": "Ada Lund said so.", "title": "".join(chance.choices("abcdefghijklmnop", k=20_000))}
        for i in range(PART)
    ]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_unwritable_folder(source, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        run(source, tmp_path / "file" / "out")
    if os.geteuid() != 0:  # root may write anywhere
        (tmp_path / "shut").mkdir(mode=0o500)
        with pytest.raises(PermissionError):
            run(source, tmp_path / "shut" / "out")


def test_two_runs_in_one_folder(source, tmp_path):
    pytest.importorskip("fcntl")
    seen = []

    def during(progress):
        if not seen:
            with pytest.raises(sayso.RunError, match="another run is writing"):
                run(source, tmp_path / "out", resume=True)
            seen.append(progress)

    run(source, tmp_path / "out", progress=during)
    assert seen


def test_progress(source, tmp_path, capsys):
    told = []
    run(source, tmp_path / "out", progress=told.append)
    assert [p.articles for p in told] == sorted(p.articles for p in told)
    last = told[-1]
    assert (last.articles, last.errors, last.fraction) == (N, 0, 1.0)
    assert last.words == sum(len(row["text"].split()) for row in runs.articles(N))
    assert last.articles_per_second == pytest.approx(N / last.seconds)
    assert dataclasses.is_dataclass(last)
    with pytest.raises(RuntimeError, match="enough"):
        run(source, tmp_path / "out", overwrite=True, progress=raising)
    assert run(source, tmp_path / "out", resume=True, progress=True).articles == N
    assert capsys.readouterr().out == ""


def raising(progress):
    raise RuntimeError("enough")


def child_run(source, out):
    return run(source, out, extractor=sayso.Extractor(MODEL, min_confidence=0, threads=2)).quotes


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_in_child_processes(source, tmp_path, method):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    expected = child_run(source, tmp_path / "own")  # the parent's pools are up before the fork
    with multiprocessing.get_context(method).Pool(2) as pool:
        jobs = [pool.apply_async(child_run, (source, tmp_path / f"out{i}")) for i in range(2)]
        assert [job.get(60) for job in jobs] == [expected] * 2


def test_in_threads(source, undisturbed, tmp_path):
    threads = [threading.Thread(target=run, args=(source, tmp_path / f"out{i}")) for i in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(runs.contents(tmp_path / f"out{i}") == undisturbed for i in range(3))


def test_under_xdist(tmp_path):
    """Tests of users run in workers of pytest-xdist."""
    (tmp_path / "test_users.py").write_text(
        f"""
import pytest, sayso
@pytest.mark.parametrize("i", range(4))
def test_one(i, tmp_path):
    tables = sayso.Extractor({MODEL!r}, min_confidence=0).extract_table([{{"text": "Ada Lund said so."}}] * 50)
    assert len(tables.articles) == 50
"""
    )
    arguments = ["-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert "4 passed" in done.stdout, done.stdout + done.stderr


def test_memory_does_not_grow_with_the_input(tmp_path):
    """Peak memory of a run of 10,000 articles is that of one of 1,000; `benches/speed.py` measures larger ones."""
    peaks = []
    for n in (1_000, 10_000):
        source = tmp_path / f"{n}.parquet"
        pl.DataFrame({"id": range(n), "text": ["Ada Lund said so."] * n}).write_parquet(source)
        code = f"""
import resource, sayso
extractor = sayso.Extractor({MODEL!r}, min_confidence=0)
sayso.extract_files({str(source)!r}, {str(tmp_path / str(n))!r}, extractor=extractor, part_size=300)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
        peaks.append(int(done.stdout))
    assert peaks[1] - peaks[0] < 30_000 * (1 if sys.platform == "linux" else 1024)
