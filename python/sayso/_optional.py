"""Libraries that only some of sayso needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def needed(library: str, extra: str, what: str) -> Any:
    """The library; an ImportError that says how to get it, if it is not there."""
    try:
        return import_module(library)
    except ImportError as error:
        raise ImportError(f"{what} needs {library}: pip install 'sayso[{extra}]'") from error
