"""Libraries that some methods need and nobody else."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ._errors import MissingLibraryError


def needed(name: str, extra: str | None = None, what: str | None = None) -> Any:
    """The library of that name, for `what`; `extra` installs it, if that has another name.

    Raises:
        MissingLibraryError: it is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        library = name.partition(".")[0]
        if (error.name or "").partition(".")[0] != library:
            raise  # it is there, and lacks something of its own
        missing = f"{what} needs {library}" if what else f"{library} is not installed"
        raise MissingLibraryError(f"{missing}: pip install 'sayso[{extra or library}]'", name=library) from None
