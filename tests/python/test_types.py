"""The type stubs: they exist, they agree with the compiled module, and users' code passes with them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

import sayso

PACKAGE = Path(sayso.__file__).parent


def test_files_exist():
    """First of all: stubtest passes when there is no stub."""
    assert (PACKAGE / "_native.pyi").stat().st_size > 1000
    assert (PACKAGE / "py.typed").exists()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "command",
    [
        ("mypy.stubtest", "sayso", "--mypy-config-file", "pyproject.toml"),
        ("mypy", "--strict", "tests/python/typed_usage.py"),
        ("mypy", "--strict", "python/sayso"),
    ],
    ids=["stubtest", "usage", "package"],
)
def test_types(command, tmp_path):
    arguments = [sys.executable, "-m", *command]
    if command[0] == "mypy":
        arguments += ["--cache-dir", str(tmp_path)]
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_everything_has_a_docstring():
    for name in sayso.__all__:
        value = getattr(sayso, name)
        if name == "__version__":
            continue
        assert value.__doc__, name
        if isinstance(value, type) and not issubclass(value, Exception):
            for member in vars(value):
                if not member.startswith("_"):
                    assert getattr(value, member).__doc__, f"{name}.{member}"
