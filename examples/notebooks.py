"""Runs the notebooks of this folder in a real kernel and writes their outputs into them: `make notebooks`.

`tests/python/test_notebook.py` runs them too, and leaves the files alone.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
NOTEBOOKS = sorted(HERE.glob("*.ipynb"))


def run(path: Path) -> Any:
    """The notebook with its outputs; a cell that raises raises here."""
    notebook = nbformat.read(path, as_version=4)
    options = {"timeout": 120, "coalesce_streams": True, "resources": {"metadata": {"path": str(HERE)}}}
    client = NotebookClient(notebook, kernel_name="python3", **options)
    with tempfile.TemporaryDirectory() as folder:
        kernel = client.create_kernel_manager()
        # a kernel that listens on files, not on ports
        kernel.transport, kernel.ip = "ipc", f"{folder}/kernel"
        client.execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # when it ran
    notebook.metadata.pop("widgets", None)  # the bars' state; they end as text
    return notebook


def main() -> None:
    for path in NOTEBOOKS:
        nbformat.write(run(path), path)
        print(f"written: {path}")


if __name__ == "__main__":
    sys.exit(main())
