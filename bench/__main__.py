"""Measures what there is a goal for, all of it or the parts that are named, and writes docs/benchmarks.md."""

import argparse
import os
import platform
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
from bench.finding import finding  # noqa: E402
from bench.forms import application_form  # noqa: E402
from bench.hand_off import hand_off  # noqa: E402
from bench.page import write_section  # noqa: E402
from bench.papers import papers  # noqa: E402
from bench.ratios import Result  # noqa: E402
from bench.self_check import self_check  # noqa: E402
from bench.server import web  # noqa: E402

PAGE = Path(settings.BASE_DIR) / "docs" / "benchmarks.md"
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
    "hand-off": lambda: hand_off(settings.VAR),
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
    for part in wanted:
        write_section(PAGE, part, _section(part, [_shown(result) for result in PARTS[part]()]))
    print(f"Written: {PAGE.name}")


def _section(part: str, rows: list[str]) -> str:
    made_on = f"{timezone.localdate()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}"
    made_with = f"Python {platform.python_version()}, Django {django.__version__}"
    return f"## {part} ({made_on}, {made_with})\n\n{COLUMNS}" + "\n".join(rows) + "\n"


def _shown(result: Result) -> str:
    print(result.row(), flush=True)
    return result.row()


main()
