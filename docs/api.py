"""Writes what the site reads the API from, `out/api/sayso`: the package, its compiled part as a stub with docstrings.

They are those that `help` shows. A static reader takes it; none reads the classes of an extension module in full.
"""

from __future__ import annotations

import ast
import inspect
import shutil
import sys
from pathlib import Path
from typing import Any

import sayso
from sayso import _native

PACKAGE = Path(sayso.__file__).parent


def is_overload(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and any(getattr(d, "id", "") == "overload" for d in node.decorator_list)


def written(body: list[ast.stmt], of: Any) -> list[ast.stmt]:
    """The statements of a stub with the docstrings of what they describe; of overloads the last stands for all."""
    out: list[ast.stmt] = []
    for place, node in enumerate(body):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            following = body[place + 1] if place + 1 < len(body) else None
            if is_overload(node):
                if is_overload(following or ast.Pass()) and getattr(following, "name", "") == node.name:
                    continue
                node.decorator_list = []
            value = getattr(of, node.name, None)
            inner = written(node.body, value) if isinstance(node, ast.ClassDef) else [ast.Expr(ast.Constant(...))]
            there = bool(inner) and isinstance(inner[0], ast.Expr) and isinstance(inner[0].value, ast.Constant)
            doc = inspect.getdoc(value) if value is not None and not node.name.startswith("_") else None
            node.body = [ast.Expr(ast.Constant(doc)), *inner[there:]] if doc else inner
            node.body = node.body or [ast.Pass()]
        out.append(node)
    return out


def main(out: str) -> None:
    folder = Path(out) / "sayso"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in PACKAGE.glob("*.py"):
        shutil.copy(path, folder)
    stub = ast.parse((PACKAGE / "_native.pyi").read_text(encoding="utf-8"))
    stub.body = written(stub.body, _native)
    (folder / "_native.py").write_text(ast.unparse(ast.fix_missing_locations(stub)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
