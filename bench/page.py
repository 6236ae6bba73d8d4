"""docs/benchmarks.md in sections: each is written by the command that measured it, and leaves the others."""

import re
from pathlib import Path

_HEADING = re.compile(r"^## ([^(\n]+?) \(", flags=re.MULTILINE)


def sections(page: Path) -> dict[str, str]:
    """What the page has of each part now, in its order, heading included."""
    text = page.read_text("utf-8")
    found = list(_HEADING.finditer(text))
    ends = [it.start() for it in found[1:]] + [len(text)]
    return {it[1]: text[it.start() : end].rstrip() + "\n" for it, end in zip(found, ends, strict=True)}


def write_section(page: Path, name: str, text: str) -> None:
    """Puts `text` in the place of the section `name`, or after all others."""
    head = _HEADING.split(page.read_text("utf-8"), maxsplit=1)[0].rstrip() + "\n"
    page.write_text("\n".join([head, *(sections(page) | {name: text}).values()]), "utf-8")
