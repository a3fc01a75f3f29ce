"""The Python blocks of README and docs run, those of a page in order, as one session."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT


# docs/scale.md is what test_scale.py runs
@pytest.mark.parametrize("name", ["README.md", "docs/python.md", "docs/data.md", "docs/corpus.md", "docs/index.md"])
def test_python_blocks(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.M | re.S)
    assert blocks
    session: dict[str, object] = {"__name__": "readme"}
    for block in blocks:
        exec(compile(block, name, "exec"), session)


def test_links() -> None:
    """Every page and picture that README and docs link to is there."""
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert link.startswith("https:") or (page.parent / link).exists(), f"{page.name}: {link}"


def test_readme_fits_two_screens() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 110
