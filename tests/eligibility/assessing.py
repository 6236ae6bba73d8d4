"""Cases as one line of JSON, and both ways in."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from eligibility.plain import to_json

ADDRESS = "/api/v1/assessments"
#: A lost card in time, asked as shortly as can be.
LOST = {"on": "2026-06-10", "practice": "national", "facts": {"event": "LOST", "occurred_on": "2026-06-01"}}


def changed(**changes: Any) -> dict[str, Any]:
    """The lost card with other facts, or with other fields beside them; None takes a field away."""
    facts = {**LOST["facts"], **changes.pop("facts", {})}
    asked = {**LOST, "facts": facts, **changes}
    return {name: value for name, value in asked.items() if value is not None}


def line_of(case: dict[str, Any]) -> str:
    """A row of circumstances.toml as the line that asks the same."""
    practices = {name: to_json(case[name]) for name in ("practice", "desk_practice") if name in case}
    asked = {"on": case["on"], "facts": case["facts"], "practice": {}, **practices, "sentences": False}
    return json.dumps(asked, default=date.isoformat)


def posted(content: Any, **headers: str) -> HttpResponse:
    """What the API answers to a value, or to bytes as they are."""
    body = content if isinstance(content, bytes) else json.dumps(content)
    return Client().post(ADDRESS, body, content_type="application/json", headers=headers)


def commanded(path: Path, *options: str) -> tuple[str, str]:
    """What `manage.py assess` prints for a file, and what it ends with in red."""
    printed = StringIO()
    try:
        call_command("assess", str(path), *options, stdout=printed)
    except CommandError as error:
        return printed.getvalue(), str(error)
    return printed.getvalue(), ""
