"""The JSON Schema (2020-12) of the contract, made from the types: docs/assessment.schema.json and the API's own."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Union, get_args, get_origin

from django.utils.translation import override

from eligibility.assessments.contract import Assessed, Refused
from eligibility.assessments.meanings import MEANINGS, TERM_WORDS
from eligibility.assessments.request import Asked
from eligibility.plain import fields_of, is_record, required_of, to_json

_DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_SIMPLE: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string"},
    date: _DAY,
    type(None): {"type": "null"},
}


def whole_schema() -> dict[str, Any]:
    """The schema of a question; those of its answer and its errors are beside it under `$defs`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Assessment of express issuance",
        "description": "A question. The answer is $defs/Assessed; where there is none, the errors are $defs/Refused.",
        "$ref": "#/$defs/Asked",
        "$defs": definitions("#/$defs/"),
    }


def definitions(at: str) -> dict[str, Any]:
    """The schema of every class of the contract by its name; `at` is where references find them."""
    found: dict[str, Any] = {}
    with override("en"):
        _Definitions(found, at, optional=True).add(Asked)
        # An answer always has all its fields.
        answers = _Definitions(found, at, optional=False)
        answers.add(Assessed)
        answers.add(Refused)
    return dict(sorted(found.items()))


class _Definitions:
    """Collects classes into `found`; `optional`: a field with a default may be left out."""

    def __init__(self, found: dict[str, Any], at: str, *, optional: bool) -> None:
        self.found = found
        self.at = at
        self.optional = optional

    def of(self, kind: Any) -> dict[str, Any]:
        """The schema of a type; that of a class is a reference to its definition."""
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.of(part) for part in get_args(kind)]}
        if origin is frozenset:
            return {"type": "array", "uniqueItems": not self.optional, "items": self.of(get_args(kind)[0])}
        if origin is tuple:
            return {"type": "array", "items": self.of(get_args(kind)[0])}
        if origin is not None and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.of(get_args(kind)[1])}
        if kind in _SIMPLE:
            return _SIMPLE[kind]
        self.add(kind)
        return {"$ref": f"{self.at}{kind.__name__}"}

    def add(self, kind: Any) -> None:
        if kind.__name__ in self.found:
            return
        # A place is kept first: a class may stand in itself.
        self.found[kind.__name__] = {}
        self.found[kind.__name__] = self._record(kind) if is_record(kind) else _term(kind)

    def _record(self, kind: Any) -> dict[str, Any]:
        defaults = _defaults(kind) if self.optional else {}
        properties = {
            name: {
                **self.of(part),
                "description": str(MEANINGS[kind.__name__][name]),
                **defaults.get(name, {}),
            }
            for name, part in fields_of(kind).items()
        }
        required = required_of(kind) if self.optional else properties.keys()
        return {
            "type": "object",
            "properties": properties,
            "required": [name for name in properties if name in required],
            "additionalProperties": False,
        }


def _defaults(kind: Any) -> dict[str, dict[str, Any]]:
    if not is_dataclass(kind):
        return {}
    return {
        field.name: {"default": to_json(field.default)}
        for field in fields(kind)
        if field.default is not MISSING
    }


def _term(kind: type[StrEnum]) -> dict[str, Any]:
    words = TERM_WORDS.get(kind)
    described = {"description": "; ".join(f"{term}: {words[term]}" for term in kind)} if words else {}
    return {"type": "string", "enum": [term.value for term in kind], **described}
