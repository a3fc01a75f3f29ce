"""Tuples of views that a notebook shows as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, SupportsIndex, TypeVar, overload

from ._native import Entity, Quote

if TYPE_CHECKING:
    from typing_extensions import Self

_View = TypeVar("_View", Quote, Entity)


class _Views(tuple[_View, ...]):
    __slots__ = ()

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> _View: ...
    @overload
    def __getitem__(self, key: slice, /) -> Self: ...
    def __getitem__(self, key: Any, /) -> Any:
        """One of them, or those of a slice."""
        taken = super().__getitem__(key)
        return type(self)(taken) if isinstance(key, slice) else taken


class Quotes(_Views[Quote]):
    """Quotes in the order of the text: a tuple that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from ._view import quotes

        return str(quotes(self))


class Entities(_Views[Entity]):
    """Entities by first mention: a tuple that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from ._view import entities

        return str(entities(self))


for _class in (Quotes, Entities):
    _class.__module__ = "sayso"  # what pickles name
