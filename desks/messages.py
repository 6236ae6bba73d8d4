"""Screen text in every language: finds it in the sources, compiles it, and says what is missing.

Babel does both, because a bare machine has no gettext.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "gettext_noop": None,
}
# Where each catalogue's text stands; `base` has what no app owns.
APPS = ("desks", "eligibility", "fees", "intake", "delivery", "paper")

Key = tuple[str | None, str]


def sources(root: Path) -> Iterator[Path]:
    """Every file that may hold screen text: the apps' Python, and all templates."""
    for app in APPS:
        yield from (path for path in sorted((root / app).rglob("*.py")) if "migrations" not in path.parts)
    yield from sorted((root / "templates").rglob("*.html"))
    yield from sorted((root / "templates").rglob("*.txt"))


def used(root: Path) -> dict[Key, Path]:
    """Each message of the sources, by context and English text, with one file that uses it."""
    found: dict[Key, Path] = {}
    for path in sources(root):
        text = path.read_text("utf-8")
        code = text if path.suffix == ".py" else templatize(text, origin=str(path))
        for _, message, _, context in extract("python", BytesIO(code.encode()), keywords=KEYWORDS):
            found.setdefault((context, message if isinstance(message, str) else message[0]), path)
    return found


def catalogues(root: Path, language: str) -> Iterator[tuple[Path, Catalog]]:
    for path in sorted((root / "locale").glob(f"*/{language}/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            yield path, read_po(file, locale=language)


def compile_all(root: Path, languages: list[str]) -> None:
    """Writes the .mo file beside each .po file; who reads it meanwhile finds the old one whole, or the new one."""
    for language in languages:
        for path, catalogue in catalogues(root, language):
            new = path.with_suffix(".mo.new")
            with new.open("wb") as file:
                write_mo(file, catalogue)
            new.replace(path.with_suffix(".mo"))


def complaints(root: Path, language: str) -> list[str]:
    """What is missing, unused, doubtful or said twice in `language`, a line each."""
    wanted = used(root)
    lines: list[str] = []
    have: dict[Key, str] = {}
    for path, catalogue in catalogues(root, language):
        where = path.relative_to(root)
        for message in catalogue:
            if not message.id:
                continue
            key = key_of(message)
            text = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
            if "fuzzy" in message.flags or not text:
                lines.append(f"{where}: not translated: {key[1]!r}")
            elif key not in wanted:
                lines.append(f"{where}: no source uses: {key[1]!r}")
            elif have.setdefault(key, text) != text:
                lines.append(f"{where}: translated in two ways: {key[1]!r}")
            lines += [f"{where}: {error}: {key[1]!r}" for error in message.check(catalogue)]
    missing = [(path, key) for key, path in wanted.items() if key not in have]
    return lines + [f"{path.relative_to(root)}: no {language} text for {key[1]!r}" for path, key in missing]


def key_of(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]
