"""The law's values as plain JSON and back, strictly: what is stored today must read the same in ten years."""

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache, partial
from operator import attrgetter
from typing import Any, NamedTuple, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Term(StrEnum):
    """A word of the vocabulary. `auto()` gives it its name as value: JSON and database read as the code does."""

    # The name is the value, and the string's own hash is several times quicker than that of an enum.
    __hash__ = str.__hash__

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[str]) -> str:
        return name


class Problem(NamedTuple):
    """`pointer` (RFC 6901) says where, `code` what is wrong there."""

    pointer: str
    code: str


class NotPlain(ValueError):
    """JSON that is not the value asked for, with every problem found; `pointer` and `code` are the first one's."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(f"{problem.pointer or '/'}: {problem.code}" for problem in problems))
        self.problems = problems
        self.pointer, self.code = problems[0]


def to_json(value: object) -> Any:
    """A value of the law as dicts, lists, strings, numbers, booleans and None. Sets come out sorted."""
    kind: Any = type(value)
    return value if kind in _PLAIN else _writer(kind)(value)


_PLAIN = frozenset({bool, int, str, type(None)})


@cache
def _writer(kind: Any) -> Callable[[Any], Any]:
    """How values of that class are written: found once, for an answer is made of some two hundred."""
    if issubclass(kind, StrEnum):
        return attrgetter("_value_")
    if issubclass(kind, date):
        return date.isoformat
    if is_record(kind):
        return _record_writer(kind)
    if issubclass(kind, Mapping):
        return lambda value: {key: to_json(item) for key, item in value.items()}
    if issubclass(kind, frozenset):
        return lambda value: sorted(map(to_json, value))
    if issubclass(kind, tuple):
        return lambda value: list(map(to_json, value))
    raise TypeError(f"{kind.__name__} has no plain form")


def _record_writer(kind: Any) -> Callable[[Any], Any]:
    names = tuple(fields_of(kind))
    values: Callable[[Any], Iterable[Any]] = (
        attrgetter(*names) if is_dataclass(kind) and len(names) > 1 else tuple
    )
    return lambda value: dict(zip(names, map(to_json, values(value)), strict=True))


def is_record(kind: Any) -> bool:
    """Whether it is a class with named fields: a dataclass, or a named tuple."""
    return is_dataclass(kind) or hasattr(kind, "_field_defaults")


def from_json(kind: type[T], data: Any) -> T:
    """The value of class `kind` that `data` describes. Unknown, missing or mistyped fields: `NotPlain`.

    It names every one. What the class itself refuses (`ContradictoryFacts`, say) is raised as it is.
    """
    value: T = _read(kind, data, "")
    return value


def _read(kind: Any, data: Any, pointer: str) -> Any:
    return _reader(kind)(data, pointer)


@cache
def _reader(kind: Any) -> Callable[[Any, str], Any]:
    """How values of that type are read from data at a pointer: found once, as they are written."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return partial(_read_union, parts)
    if origin in (frozenset, tuple):
        return partial(_read_many, origin, parts[0])
    if origin is not None and issubclass(origin, Mapping):
        return _read_values
    if is_record(kind):
        return partial(_read_record, kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return partial(_read_term, kind)
    return _read_day if kind is date else partial(_read_plain, kind)


def _read_plain(kind: type, data: Any, pointer: str) -> Any:
    if type(data) is not kind:
        _refuse(pointer, "not_null" if kind is type(None) else f"not_{kind.__name__}")
    return data


def _read_term(kind: type[StrEnum], data: Any, pointer: str) -> StrEnum:
    if not isinstance(data, str):
        _refuse(pointer, "not_str")
    try:
        return kind(data)
    except ValueError:
        raise NotPlain(Problem(pointer, "unknown_term")) from None


def _read_record(kind: Any, data: Any, pointer: str) -> Any:
    if not isinstance(data, Mapping):
        _refuse(pointer, "not_object")
    kinds = fields_of(kind)
    problems = [Problem(below(pointer, name), "unknown_field") for name in data if name not in kinds]
    problems += [Problem(f"{pointer}/{name}", "missing") for name in sorted(required_of(kind) - data.keys())]
    known = [name for name in data if name in kinds]
    values = _read_all(((kinds[name], data[name], f"{pointer}/{name}") for name in known), problems)
    return kind(**dict(zip(known, values, strict=True)))


def below(pointer: str, name: str) -> str:
    """The pointer to a field of what `pointer` points at."""
    return f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"


def _read_all(parts: Iterable[tuple[Any, Any, str]], problems: list[Problem]) -> list[Any]:
    """Every part read, or everything that is wrong with any of them on top of `problems`."""
    values = []
    for part in parts:
        try:
            values.append(_read(*part))
        except NotPlain as refusal:
            problems += refusal.problems
    if problems:
        raise NotPlain(*problems)
    return values


@cache
def fields_of(kind: Any) -> dict[str, Any]:
    """The fields of a record that JSON holds, with their types, in order."""
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind) if field.init] if is_dataclass(kind) else kind._fields
    return {name: hints[name] for name in names}


@cache
def required_of(kind: Any) -> frozenset[str]:
    """The fields of a record that have no default."""
    if is_dataclass(kind):
        return frozenset(
            field.name
            for field in fields(kind)
            if field.init and field.default is MISSING and field.default_factory is MISSING
        )
    return frozenset(kind._fields).difference(kind._field_defaults)


def _read_union(kinds: tuple[Any, ...], data: Any, pointer: str) -> Any:
    refusals = []
    for kind in kinds:
        try:
            return _read(kind, data, pointer)
        except NotPlain as refusal:
            refusals.append(refusal)
    # The kind that fits best is the one whose refusal lies deepest; where none goes deeper, the first.
    raise max(refusals, key=lambda refusal: refusal.pointer.count("/"))


def _read_many(container: type, kind: Any, data: Any, pointer: str) -> Any:
    if not isinstance(data, list):
        _refuse(pointer, "not_list")
    return container(_read_all(((kind, item, f"{pointer}/{index}") for index, item in enumerate(data)), []))


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


def _refuse(pointer: str, code: str) -> NoReturn:
    raise NotPlain(Problem(pointer, code))
