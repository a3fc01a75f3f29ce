"""The exceptions of sayso."""

from __future__ import annotations

__all__ = ["ArgumentError", "ArticleError", "Error", "InputError", "MissingLibraryError", "ModelError", "RunError"]


class Error(Exception):
    """Anything that sayso raises of its own: `except sayso.Error` catches all below."""


class ModelError(Error, ValueError):
    """A model that is not there, or a weights file that cannot be read; the message names both."""


class InputError(Error, ValueError):
    """Input that cannot be read as asked: no such file, column or field, of an unknown kind, or damaged as a whole."""


class ArgumentError(Error, ValueError, TypeError):
    """An argument of a value or type that it cannot have; the message says what it may be."""


class MissingLibraryError(Error, ModuleNotFoundError):
    """An optional library that is not installed (`name`); the message says what installs it."""


class RunError(Error, OSError):
    """A run that cannot be written or gone on with; the message says why. A full disk has its `errno`."""


class ArticleError(Error):
    """One article that could not be read; in a batch it stands in the article's place.

    Attributes:
        id (str | None): the article's id, if it has one.
        stage (str): where it failed: "input", "text", "encode", "syntax", "mention", "frame", "entity",
            "quote", or "internal" if a result broke its own rules.
        message (str): why, in one line.
    """

    def __init__(self, id: str | None, stage: str, message: str) -> None:
        super().__init__(id, stage, message)  # the arguments, so that it pickles
        self.id = id
        self.stage = stage
        self.message = message

    def __str__(self) -> str:
        name = "article" if self.id is None else f"article {self.id!r}"
        return f"{name}: {self.stage}: {self.message}"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.args == other.args

    def __hash__(self) -> int:
        return hash(self.args)


for _class in (Error, ArgumentError, ModelError, MissingLibraryError, InputError, RunError, ArticleError):
    _class.__module__ = "sayso"  # pickles and tracebacks name the public package
