"""The law's values as plain JSON and back, strictly: what is stored today must read the same in ten years."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Term(StrEnum):
    """A word of the vocabulary. `auto()` gives it its name as value: JSON and database read as the code does."""

    # The name is the value, and the string's own hash is several times quicker than that of an enum.
    __hash__ = str.__hash__

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[str]) -> str:
        return name


class NotPlain(ValueError):
    """JSON that is not the value asked for: `pointer` (RFC 6901) says where, `code` what is wrong there."""

    def __init__(self, pointer: str, code: str) -> None:
        super().__init__(f"{pointer or '/'}: {code}")
        self.pointer = pointer
        self.code = code


def to_json(value: object) -> Any:
    """A value of the law as dicts, lists, strings, numbers, booleans and None. Sets come out sorted."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    kind: Any = type(value)
    if _is_record(kind):
        return {name: to_json(getattr(value, name)) for name in _hints(kind)}
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(to_json(item) for item in value)
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"{type(value).__name__} has no plain form")


def _is_record(kind: Any) -> bool:
    # A dataclass, or a named tuple.
    return is_dataclass(kind) or hasattr(kind, "_field_defaults")


def from_json(kind: type[T], data: Any) -> T:
    """The value of class `kind` that `data` describes. Unknown, missing or mistyped fields: `NotPlain`.

    What the class itself refuses (`ContradictoryFacts`, say) is raised as it is.
    """
    value: T = _read(kind, data, "")
    return value


def _read(kind: Any, data: Any, pointer: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(kind), data, pointer)
    if origin in (frozenset, tuple):
        return _read_many(origin, get_args(kind)[0], data, pointer)
    if origin is not None and issubclass(origin, Mapping):
        return _read_values(data, pointer)
    if kind is type(None):
        return data if data is None else _refuse(pointer, "not_null")
    if _is_record(kind):
        return _read_record(kind, data, pointer)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _read_term(kind, data, pointer)
    if kind is date:
        return _read_day(data, pointer)
    return data if type(data) is kind else _refuse(pointer, f"not_{kind.__name__}")


def _read_term(kind: type[StrEnum], data: Any, pointer: str) -> StrEnum:
    if not isinstance(data, str):
        _refuse(pointer, "not_str")
    try:
        return kind(data)
    except ValueError:
        raise NotPlain(pointer, "unknown_term") from None


def _read_record(kind: Any, data: Any, pointer: str) -> Any:
    if not isinstance(data, Mapping):
        _refuse(pointer, "not_object")
    hints = _hints(kind)
    for name in data:
        if name not in hints:
            _refuse(f"{pointer}/{name}", "unknown_field")
    for name in sorted(_required(kind) - data.keys()):
        _refuse(f"{pointer}/{name}", "missing")
    return kind(**{name: _read(hints[name], item, f"{pointer}/{name}") for name, item in data.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind) if field.init] if is_dataclass(kind) else kind._fields
    return {name: hints[name] for name in names}


@cache
def _required(kind: Any) -> frozenset[str]:
    if is_dataclass(kind):
        return frozenset(field.name for field in fields(kind) if field.default is MISSING)
    names: frozenset[str] = frozenset(_hints(kind))
    return names.difference(kind._field_defaults)


def _read_union(kinds: tuple[Any, ...], data: Any, pointer: str) -> Any:
    refusals = []
    for kind in kinds:
        try:
            return _read(kind, data, pointer)
        except NotPlain as refusal:
            refusals.append(refusal)
    raise refusals[0]


def _read_many(container: type, kind: Any, data: Any, pointer: str) -> Any:
    if not isinstance(data, list):
        _refuse(pointer, "not_list")
    return container(_read(kind, item, f"{pointer}/{index}") for index, item in enumerate(data))


def _read_values(data: Any, pointer: str) -> dict[str, date | int | str]:
    """The named values of a reason. Days are the only strings there that look like days."""
    if not isinstance(data, Mapping):
        _refuse(pointer, "not_object")
    return {key: _value(item, f"{pointer}/{key}") for key, item in data.items()}


def _value(item: Any, pointer: str) -> date | int | str:
    if isinstance(item, str):
        try:
            return _read_day(item, pointer)
        except NotPlain:
            return item
    return item if isinstance(item, int) else _refuse(pointer, "not_value")


def _read_day(data: Any, pointer: str) -> date:
    try:
        day = date.fromisoformat(data)
    except (TypeError, ValueError):
        day = None
    # Python also reads 20260506 and 2026-W19-3; one day has one spelling here.
    return day if day is not None and day.isoformat() == data else _refuse(pointer, "not_day")


def _refuse(pointer: str, code: str) -> Any:
    raise NotPlain(pointer, code)
