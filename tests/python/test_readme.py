"""The README's Python blocks run, in order, as one session."""

from __future__ import annotations

import re

from conftest import ROOT


def test_python_blocks():
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    assert blocks
    session: dict[str, object] = {"__name__": "readme"}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), session)
