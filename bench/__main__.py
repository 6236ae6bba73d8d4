"""Measures everything there is a goal for, prints it, and writes docs/benchmarks.md."""

import os
import platform
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from bench import assessments  # noqa: E402
from bench.finding import PAGES, finding  # noqa: E402
from bench.forms import application_form  # noqa: E402
from bench.ratios import ROUNDS, Result  # noqa: E402
from bench.self_check import SECONDS, self_check  # noqa: E402
from bench.server import web  # noqa: E402

PAGE = Path(settings.BASE_DIR) / "docs" / "benchmarks.md"
HEAD = f"""# Figures

Made by `./tokkyu bench` on {os.cpu_count()} cores, Python {platform.python_version()}, Django {django.__version__}. \
Each line compares two things measured in turn, {ROUNDS} times after one to warm up; the ratio is the median of the \
rounds, with the least and the most. Only ratios count: absolute figures move with the machine. Pages are asked for by \
8 clients for {SECONDS:g} seconds a round, from one web worker; finding by one client, {PAGES} times a round.

| what | against | ours | limit | unit | ratio (least to most) | goal | |
|---|---|---:|---:|---|---|---:|---|
"""


def main() -> None:
    setup_test_environment()
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    call_command("roles")
    call_command("messages")
    call_command("collectstatic", interactive=False, verbosity=0)
    rows = [_shown(application_form()), _shown(assessments.with_its_trace())]
    with web(settings.VAR) as port:
        rows += [_shown(result) for result in self_check(port)]
        rows += [_shown(result) for result in assessments.over_http(port)]
    rows += [_shown(result) for result in finding(settings.VAR)]
    PAGE.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"Written: {PAGE.name}")


def _shown(result: Result) -> str:
    print(result.row(), flush=True)
    return result.row()


main()
