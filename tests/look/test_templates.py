"""What holds for every template of the repository, also those written later."""

import re
from pathlib import Path

import crispy_forms
import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
# The policy of config/headers.py refuses all of these; a style element is for paper alone, which no browser shows.
INLINE = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\ssrc=)|<style""")
every_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))


def name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


@every_template
def test_compiles(path: Path) -> None:
    get_template(name(path))


@every_template
def test_no_inline_style_script_or_handler(path: Path) -> None:
    found = INLINE.findall(path.read_text())
    assert not found or (found == ["<style"] and "paper" in path.parts)


def test_the_search_for_inline_code_finds_it() -> None:
    for bad in (
        '<p style="a">',
        "<a onclick='x'>",
        "<script>x</script>",
        "<style>",
        '<a href="javascript:x">',
    ):
        assert INLINE.search(bad)
    assert not INLINE.search('<script src="/static/x.js" defer></script>')


def test_every_template_is_used() -> None:
    packages = [app.parent for app in settings.BASE_DIR.glob("*/apps.py")] + [settings.BASE_DIR / "config"]
    sources = [path for package in packages for path in package.rglob("*.py")]
    code = "".join(path.read_text() for path in [*sources, *TEMPLATES])
    pack = "".join(path.read_text() for path in Path(crispy_forms.__file__).parent.rglob("*.py"))

    def used(template: str) -> bool:
        by_django = re.fullmatch(r"\d{3}(_csrf)?\.html", template)
        by_crispy = template.startswith("tokkyu/") and f'"%s/{template.removeprefix("tokkyu/")}"' in pack
        return bool(by_django or by_crispy or re.search(rf"""["']{re.escape(template)}["']""", code))

    assert [name(path) for path in TEMPLATES if not used(name(path))] == []
