"""Tables as CSV: read with every error at its row and column, written so that they read again unchanged.

A table is a form for one row: its fields are the columns, their labels the headings (in any language, in any order),
and what a field does not take is said of its cell.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import Enum, auto
from io import StringIO
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

MOST_BYTES: Final = 256 * 1024
MOST_ROWS: Final = 1000
MARK: Final = "\ufeff"
# What a spreadsheet takes for a formula; the apostrophe itself, so that taking one away gives back what there was.
_GUARDED: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


class FileProblem(Enum):
    """Why a file is not read at all."""

    EMPTY = auto()
    LARGE = auto()
    LONG = auto()
    ENCODING = auto()
    SHAPE = auto()


FILE_PROBLEMS: Final[dict[FileProblem, Promise]] = {
    FileProblem.EMPTY: _("There is nothing in this file below its headings."),
    FileProblem.LARGE: _("This file is too large. Use at most 256 KB; cut it into several."),
    FileProblem.LONG: _("This file has too many rows. Use at most 1,000; cut it into several."),
    FileProblem.ENCODING: _(
        "The characters of this file cannot be read. Save it as CSV in UTF-8 or Shift_JIS."
    ),
    FileProblem.SHAPE: _("This is not a CSV file. Save the table as CSV with commas, then choose it again."),
}
_UNKNOWN = _("No column of this table has this heading. Correct it or take the column out.")
_TWICE = _("This heading stands twice. Take one of the columns out.")
_MISSING = _("This column is missing.")
_TOO_MANY = _("This row has more cells than there are headings.")
_REPEATED = _("Row %(row)s says the same already. Take one of the two out.")


class FileRefused(ValueError):
    """The file is not read; `problem` says why."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


@dataclass(frozen=True)
class Problem:
    """What is wrong: in which row of the file (1 is the headings'), under which heading ("" for the whole row)."""

    row: int
    heading: str
    sentence: str


@dataclass(frozen=True)
class Row:
    """One row that its form takes; `number` is its line as a spreadsheet counts rows."""

    number: int
    values: Mapping[str, Any]


class TableForm(forms.Form):
    """A row. `key` names the columns that tell one row from another."""

    key: tuple[str, ...] = ()


def read(content: bytes, table: type[TableForm]) -> tuple[list[Row], list[Problem]]:
    """The rows that are right, and what is wrong with the others. Raises FileRefused."""
    head, *rows = cells_of(content)
    columns, problems = _columns(head, table)
    if problems:
        return [], problems
    if not rows:
        raise FileRefused(FileProblem.EMPTY)
    good: list[Row] = []
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in rows:
        form = table(dict(zip(columns, cells, strict=False)))
        found = [*_row_problems(number, cells, columns, form)]
        if not found:
            key = tuple(form.cleaned_data.get(name) for name in table.key)
            if key in seen:
                found = [Problem(number, "", str(_REPEATED) % {"row": seen[key]})]
            seen.setdefault(key, number)
        if found:
            problems += found
        else:
            good.append(Row(number, {name: form.cleaned_data[name] for name in columns}))
    return good, problems


def write(table: type[TableForm], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """UTF-8 with its mark, headings in the reader's language."""
    fields = table().fields
    text = StringIO()
    lines = csv.writer(text)
    lines.writerow([str(field.label) for field in fields.values()])
    lines.writerows([_guarded(_text(row[name])) for name in fields] for row in rows)
    return (MARK + text.getvalue()).encode()


def cells_of(content: bytes, *, most_bytes: int = MOST_BYTES, most_rows: int = MOST_ROWS) -> list[Any]:
    """The headings, then the number and the cells of each row in which something stands. Raises FileRefused.

    Commas or tabs part the cells, whichever there are more of in the first line.
    """
    if len(content) > most_bytes:
        raise FileRefused(FileProblem.LARGE)
    text = _decoded(content)
    lines = csv.reader(StringIO(text, newline=""), strict=True, delimiter=_delimiter(text))
    try:
        rows = [
            (number, [_unguarded(cell.strip()) for cell in cells]) for number, cells in enumerate(lines, 1)
        ]
    except csv.Error:
        raise FileRefused(FileProblem.SHAPE) from None
    filled = [(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        raise FileRefused(FileProblem.EMPTY)
    if len(filled) > most_rows + 1:
        raise FileRefused(FileProblem.LONG)
    return [filled[0][1], *filled[1:]]


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(FileProblem.ENCODING)


def _delimiter(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return max(",\t", key=first.count)


def _columns(head: list[str], table: type[TableForm]) -> tuple[list[str], list[Problem]]:
    fields = table().fields
    known = {plain(word): name for name, field in fields.items() for word in in_every_language(field.label)}
    while head and not head[-1]:
        head.pop()
    columns = [known.get(plain(heading), "") for heading in head]
    problems = [
        Problem(1, shown(heading), str(_TWICE if name else _UNKNOWN))
        for index, (heading, name) in enumerate(zip(head, columns, strict=True))
        if not name or name in columns[:index]
    ]
    problems += [
        Problem(1, str(field.label), str(_MISSING))
        for name, field in fields.items()
        if field.required and name not in columns
    ]
    return columns, problems


def _row_problems(number: int, cells: list[str], columns: list[str], form: TableForm) -> Iterator[Problem]:
    if any(cells[len(columns) :]):
        yield Problem(number, "", str(_TOO_MANY))
    for name, sentences in form.errors.items():
        field = form.fields.get(name)
        for sentence in sentences:
            yield Problem(number, str(field.label) if field else "", str(sentence))


def in_every_language(text: Any) -> Iterator[str]:
    """A lazy text in each language of the pages."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield str(text)


def plain(text: str) -> str:
    """One width, one case, no spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def shown(cell: str) -> str:
    """The beginning of a cell, which may hold anything, as it can be kept and shown."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(cell.split())[:40])


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case time():
            return f"{value.hour}:{value.minute:02}"
    return str(value)


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_GUARDED) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_GUARDED) else text


class Named(forms.Field):
    """One of the choices by its name in any language, or by its value; the value is the choice's."""

    default_error_messages = {"required": _("Fill this in."), "unknown": _("Enter one of: %(names)s.")}

    def __init__(self, choices: Mapping[Any, Any], **kwargs: Any) -> None:
        self.choices = choices
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        asked = plain(str(value or ""))
        if not asked:
            return None
        for choice, words in self.choices.items():
            if asked in {plain(str(choice)), *map(plain, in_every_language(words))}:
                return choice
        names = ", ".join(map(str, self.choices.values()))
        raise forms.ValidationError(self.error_messages["unknown"], code="unknown", params={"names": names})
