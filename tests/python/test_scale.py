"""The recipes of docs/scale.md, run as they stand there with two workers: results of a plain call, errors as rows."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import MODEL, ROOT, SAMPLES

import sayso

PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^## ([^\n]+)\n\n```python\n(.*?)^```", PAGE, re.M | re.S))
LARGE = pytest.mark.skipif(
    os.environ.get("SAYSO_SCALE") != "1", reason="SAYSO_SCALE=1 runs it; needs requirements-scale.txt"
)
JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, and there is none")

# stands before the recipe: a cluster of two workers of one core each
CLUSTERS = {
    "Spark": """
import os, sys
os.environ["PYSPARK_PYTHON"] = sys.executable
settings = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.scheduler.minRegisteredResourcesRatio": "1.0",
}
conf = " ".join(f"--conf {k}={v}" for k, v in settings.items())
os.environ["PYSPARK_SUBMIT_ARGS"] = f"--master local-cluster[2,1,1024] {conf} pyspark-shell"
""",
    "Ray Data": """
import ray
for attempt in range(3):  # two cores for the actors, two for reading and writing
    try:
        ray.init(num_cpus=4, object_store_memory=1_000_000_000, include_dashboard=False)
        break
    except Exception:  # a busy machine may not start it in Ray's 30 seconds
        ray.shutdown()
        if attempt == 2:
            raise
ray.data.DataContext.get_current().wait_for_min_actors_s = 120
""",
}
# stands after it: what the recipe gives as frames of its engine, as files too
ENDS = {
    "Spark": """
quotes.write.parquet("quotes")
errors.write.parquet("errors")
spark.stop()
""",
}
ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "RAY_AUTH_MODE": "disabled",
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
    "SPARK_LOCAL_IP": "127.0.0.1",
}


def articles(n: int) -> list[dict[str, Any]]:
    texts = [path.read_text(encoding="utf-8")[:500] for path in SAMPLES]
    rows = [{"id": f"a{i:03}", "text": f"{texts[i % len(texts)]}\n\nNumber {i}."} for i in range(n)]
    rows[3]["text"] = None
    rows[-1]["text"] = ""
    return rows


def descendants(of: int) -> Iterator[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it has ended
    children = {of}
    while more := {pid for pid, parent in parents.items() if parent in children} - children:
        yield from more
        children |= more


def threads_of_sayso(pid: int) -> int:
    process = Path("/proc") / str(pid)
    try:
        if (process / "comm").read_text() == "java\n":
            return 0
        return sum(name.read_text().startswith("sayso-worker") for name in process.glob("task/*/comm"))
    except OSError:
        return 0


def run(recipe: str, model: str, folder: Path) -> dict[int, int]:
    """Runs a recipe in the folder; gives the most threads that sayso had in each worker process, by process id."""
    code = RECIPES[recipe]
    if model != "base":
        assert code.count("sayso.Extractor()") == 1
        code = code.replace("sayso.Extractor()", f"sayso.Extractor({model!r})")
    code = CLUSTERS.get(recipe, "") + code + ENDS.get(recipe, "")
    log = folder / "log.txt"
    environment = os.environ | ENVIRONMENT | {"HF_HOME": str(folder / "hf")}
    seen: dict[int, int] = {}
    with log.open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, "-c", code], cwd=folder, env=environment, stdout=output, stderr=output
        )
        try:
            while child.poll() is None:
                for pid in descendants(child.pid):
                    if threads := threads_of_sayso(pid):
                        seen[pid] = max(seen.get(pid, 0), threads)
                time.sleep(0.02)
        finally:
            if child.poll() is None:  # it took too long
                for pid in [*descendants(child.pid), child.pid]:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                child.wait()
    assert child.returncode == 0, log.read_text(encoding="utf-8", errors="replace")[-5000:]
    return seen


def sorted_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row["article_id"], row.get("start") or 0, row.get("quote_id") or ""))


def plain(value: Any) -> Any:
    """Spark's structs come back as dicts in another order of no meaning."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    return {k: plain(v) for k, v in sorted(value.items())} if isinstance(value, dict) else value


@pytest.mark.timeout(600)
@pytest.mark.parametrize("model", [MODEL, "base"], ids=["tiny", "base"])
@pytest.mark.parametrize(
    "recipe",
    [
        pytest.param("Spark", marks=[LARGE, JAVA]),
        pytest.param("Ray Data", marks=LARGE),
        "Dask",
        "Hugging Face datasets",
    ],
)
def test_recipe(recipe: str, model: str, tmp_path: Path) -> None:
    given = articles(40 if model == "base" else 160)
    pq.write_table(pa.Table.from_pylist(given), tmp_path / "news.parquet", row_group_size=len(given) // 4)
    seen = run(recipe, model, tmp_path)

    tables = sayso.Extractor(model).extract_table(given)
    failed = [
        {"article_id": e["article_id"], "error": f"{e['stage']}: {e['message']}"} for e in tables.errors.to_dicts()
    ]
    assert [(row["article_id"], row["error"]) for row in failed] == [
        ("a003", "input: the text is null"),
        (given[-1]["id"], "input: the text is empty"),
    ]
    if recipe in ("Spark", "Hugging Face datasets"):
        nested = pq.read_table(tmp_path / ("nested" if recipe == "Spark" else "nested.parquet")).to_pylist()
        expected = sayso.Extractor(model).map_batch(given, "nested").to_dicts()
        assert plain(sorted_rows(nested)) == plain(expected)
        assert len(nested) == len(given)
    if recipe != "Hugging Face datasets":
        quotes = pq.read_table(tmp_path / "quotes").to_pylist()
        good = sorted_rows(tables.quotes.to_dicts())
        if recipe == "Spark":
            assert plain(sorted_rows(quotes)) == plain(good)
            assert sorted_rows(pq.read_table(tmp_path / "errors").to_pylist()) == failed
        else:
            bad = [dict.fromkeys(quotes[0]) | row for row in failed]
            assert sorted_rows(quotes) == sorted_rows([row | {"error": None} for row in good] + bad)
    if sys.platform == "linux":
        assert len(seen) >= 2, "one worker did it all"
        assert set(seen.values()) == {1}, "more than a thread a worker"


def test_every_recipe_is_run() -> None:
    assert list(RECIPES) == ["Spark", "Ray Data", "Dask", "Hugging Face datasets"]
    assert PAGE.count("```python") == len(RECIPES)
