"""In a real kernel of a notebook: a cell that is interrupted ends at once, and the next one runs."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import runs
from conftest import MODEL, ROOT, SAMPLES

pytest.importorskip("ipykernel")
manager = pytest.importorskip("jupyter_client.manager")

SETUP = f"""
import pathlib, time, sayso
extractor = sayso.Extractor({MODEL!r})
text = "\\n\\n".join(pathlib.Path(p).read_bytes().decode()[:1500] for p in {[str(p) for p in SAMPLES]!r})
def told(progress):
    pathlib.Path("told").touch()
"""
CELLS = {
    "a batch": "pathlib.Path('told').touch()\nextractor.extract_batch([text] * 2000)",
    "files": "sayso.extract_files('a.jsonl', 'out', extractor=extractor, part_size=20, progress=told)",
}


class Kernel:
    def __init__(self, folder: Path) -> None:
        # a kernel that listens on files, not on ports
        self.manager = manager.KernelManager(kernel_name="python3", transport="ipc", ip=str(folder / "kernel"))
        self.manager.start_kernel(cwd=str(folder), env=os.environ | {"IPYTHONDIR": str(folder / "ipython")})
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def start(self, code: str) -> str:
        return str(self.client.execute(code, stop_on_error=False))

    def reply(self, message: str, timeout: float = 60) -> dict[str, Any]:
        deadline = time.monotonic() + timeout
        while True:
            reply = self.client.get_shell_msg(timeout=deadline - time.monotonic())
            if reply["parent_header"].get("msg_id") == message:
                return dict(reply["content"])

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Kernel]:
    runs.write_jsonl(tmp_path / "a.jsonl", runs.articles(20_000))
    kernel = Kernel(tmp_path)
    yield kernel
    kernel.close()


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_interrupted_cell(kernel: Kernel, tmp_path: Path, cell: str) -> None:
    assert kernel.reply(kernel.start(SETUP))["status"] == "ok"
    # the first traceback of a kernel takes a second by itself
    assert kernel.reply(kernel.start("raise KeyboardInterrupt"))["status"] == "error"
    running = kernel.start(cell)
    while not (tmp_path / "told").exists():
        time.sleep(0.02)
    time.sleep(0.3)
    start = time.perf_counter()
    kernel.manager.interrupt_kernel()
    reply = kernel.reply(running, 10)
    took = time.perf_counter() - start
    assert (reply["status"], reply["ename"]) == ("error", "KeyboardInterrupt")
    assert took < 1.0
    after = "done = extractor.extract_batch([text[:500]] * 2); assert all(r.text for r in done)"
    assert kernel.reply(kernel.start(after))["status"] == "ok"
    assert kernel.manager.is_alive()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "examples").glob("*.ipynb")))
def test_examples(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell runs, and what is committed with it is of the same form (`make notebooks` writes it anew)."""
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("nbclient")
    monkeypatch.syspath_prepend(ROOT / "examples")
    import notebooks

    path = ROOT / "examples" / name
    before = nbformat.read(path, as_version=4)
    after = notebooks.run(path)
    nbformat.validate(after)
    forms = [
        [[(o.output_type, sorted(o.get("data", ()))) for o in cell.get("outputs", ())] for cell in nb.cells]
        for nb in (before, after)
    ]
    assert forms[0] == forms[1]
    assert any(forms[0])
    # a bar must not stand at its beginning
    told = [
        o.data["text/plain"]
        for cell in before.cells
        for o in cell.get("outputs", ())
        if o.output_type == "display_data" and "image/png" not in o.data
    ]
    assert all("100%" in line for line in told)
