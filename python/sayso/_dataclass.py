"""Makes the compiled classes look like frozen dataclasses to whoever asks (`dataclasses.asdict`, pandas)."""

from __future__ import annotations

from typing import Any

from . import _native

TYPES: dict[type, dict[str, str]] = {
    _native.Extraction: {
        "id": "str",
        "text": "str",
        "model": "str",
        "language": "str",
        "warnings": "tuple[str, ...]",
        "entities": "tuple[Entity, ...]",
        "quotes": "tuple[Quote, ...]",
    },
    _native.Entity: {
        "id": "str",
        "type": "str",
        "name": "str",
        "aliases": "tuple[str, ...]",
        "roles": "tuple[str, ...]",
        "affiliation": "Entity | None",
        "gender": "str",
        "gender_guess": "str | None",
        "gender_guess_probability": "float | None",
        "salience": "float",
        "in_headline": "bool",
        "mentions": "tuple[Mention, ...]",
    },
    _native.Mention: {
        "start": "int",
        "end": "int",
        "text": "str",
        "kind": "str",
        "metonymy": "bool",
        "duplicate": "bool",
    },
    _native.Quote: {
        "id": "str",
        "kind": "str",
        "text": "str",
        "content": "tuple[Span, ...]",
        "cue": "Span | None",
        "source": "Span | None",
        "sentence": "Span",
        "speaker": "Entity | None",
        "addressee": "Entity | None",
        "relayed_by": "Quote | None",
        "act": "str",
        "anonymous": "bool",
        "negated": "bool",
        "duplicate": "bool",
        "confidence": "float",
    },
    _native.Span: {"start": "int", "end": "int", "text": "str"},
}


class _FromDataclass:
    """An attribute of a dataclass of the same fields, made when first asked for: `dataclasses` imports slowly."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, _instance: object, owner: type) -> Any:
        from dataclasses import make_dataclass

        same = make_dataclass(owner.__name__, list(TYPES[owner].items()), frozen=True)
        value = getattr(same, self.name)
        setattr(owner, self.name, value)
        return value


def dress() -> None:
    """Gives the classes their `__dataclass_fields__` and `__dataclass_params__`, and their docstrings the fields."""
    for cls, fields in TYPES.items():
        about = {name: " ".join(getattr(cls, name).__doc__.split()) for name in fields}
        attributes = "".join(f"\n    {name}: {words}" for name, words in about.items())
        cls.__doc__ = f"{cls.__doc__}\n\nAttributes:{attributes}"
        for name in ("__dataclass_fields__", "__dataclass_params__"):
            setattr(cls, name, _FromDataclass(name))
