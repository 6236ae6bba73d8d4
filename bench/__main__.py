"""Measures what there is a goal for, all of it or the parts that are named, and writes docs/benchmarks.md."""

import argparse
import os
import platform
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import assessments  # noqa: E402
from bench.finding import PAGES, finding  # noqa: E402
from bench.forms import application_form  # noqa: E402
from bench.papers import papers  # noqa: E402
from bench.ratios import ROUNDS, Result  # noqa: E402
from bench.self_check import SECONDS, self_check  # noqa: E402
from bench.server import web  # noqa: E402

PAGE = Path(settings.BASE_DIR) / "docs" / "benchmarks.md"
HEAD = f"""# Figures

Made by `./tokkyu bench` (`./tokkyu bench law` measures that part alone and leaves the others). \
Each line compares two things measured in turn, {ROUNDS} times after one to warm up; the ratio is the median of the \
rounds, with the least and the most. Only ratios count: absolute figures move with the machine. Pages are asked for by \
8 clients for {SECONDS:g} seconds a round, from one web worker; finding by one client, {PAGES} times a round.
"""
COLUMNS = """| what | against | ours | limit | unit | ratio (least to most) | goal | |
|---|---|---:|---:|---|---|---:|---|
"""


def _pages() -> Iterator[Result]:
    with web(settings.VAR) as port:
        yield from self_check(port)


def _assessments() -> Iterator[Result]:
    with web(settings.VAR) as port:
        yield from assessments.over_http(port)


PARTS: dict[str, Callable[[], Iterable[Result]]] = {
    "form": lambda: [application_form()],
    "law": lambda: [assessments.with_its_trace()],
    "pages": _pages,
    "assessments": _assessments,
    "finding": lambda: finding(settings.VAR),
    "papers": lambda: papers(settings.VAR),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./tokkyu bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    wanted = parser.parse_args().parts or list(PARTS)
    if unknown := set(wanted) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    setup_test_environment()
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    call_command("roles")
    call_command("messages")
    call_command("collectstatic", interactive=False, verbosity=0)
    measured = _sections()
    for part in wanted:
        measured[part] = _section(part, [_shown(result) for result in PARTS[part]()])
        PAGE.write_text("\n".join([HEAD, *(measured[name] for name in PARTS if name in measured)]), "utf-8")
    print(f"Written: {PAGE.name}")


def _sections() -> dict[str, str]:
    """What the page has of each part now."""
    parts = re.split(r"^## (\w+)", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return {name: f"## {name}{text.rstrip()}\n" for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def _section(part: str, rows: list[str]) -> str:
    made_on = f"{timezone.localdate()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}"
    made_with = f"Python {platform.python_version()}, Django {django.__version__}"
    return f"## {part} ({made_on}, {made_with})\n\n{COLUMNS}" + "\n".join(rows) + "\n"


def _shown(result: Result) -> str:
    print(result.row(), flush=True)
    return result.row()


main()
