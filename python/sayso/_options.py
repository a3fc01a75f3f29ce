"""What functions that take an extractor, or options in its place, make of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ._errors import ArgumentError
from ._native import Extractor


def extractor_of(
    extractor: Extractor | None,
    kinds: str | Iterable[str] | None,
    min_confidence: float | None,
    types: str | Iterable[str] | None,
) -> Extractor:
    """The extractor given, or the base model on all cores with the options given."""
    options = {"kinds": kinds, "min_confidence": min_confidence, "types": types}
    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    if extractor is None:
        return Extractor(**given)
    if given:
        raise ArgumentError(f"{' and '.join(given)}: give the extractor or its options, not both")
    return extractor
