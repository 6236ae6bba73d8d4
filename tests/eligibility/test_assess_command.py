"""`manage.py assess`: a case, a list of cases, or a case a line; and its agreement with every other way to ask."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from eligibility.assessments.contract import Refused, reply_to_text
from eligibility.assessments.request import Language
from eligibility.plain import to_json
from tests.eligibility.assessing import LOST, changed, commanded, line_of, posted
from tests.eligibility.cases import circumstances
from tests.eligibility.resident import Resident
from tests.places import Place

BAD = changed(on="2026-09-31")


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """A file with that text."""

    def write(text: str | bytes) -> Path:
        path = tmp_path / "cases.json"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


@pytest.mark.parametrize("case", circumstances(), ids=lambda case: case["name"])
def test_a_case_can_be_written_as_one_line(case: dict[str, Any]) -> None:
    reply = reply_to_text(line_of(case).encode(), language=Language.EN)
    found = to_json(reply)
    assert not isinstance(reply, Refused), found
    decided = next(step for step in found["trace"] if step["code"] == found["decided_by"])
    wanted = {"desk": case["expect"]["reason"]} | case["expect"]
    assert {
        "verdict": found["verdict"],
        "action": found["desk_action"],
        "reason": found["decided_by"],
        "fact": decided["fact"],
        "desk": found["desk_reason"],
    } == {name: wanted[name] for name in ("verdict", "action", "reason", "fact", "desk")}


def test_one_case_gives_one_answer(written: Any) -> None:
    printed, error = commanded(written(json.dumps(LOST)))
    assert json.loads(printed)["verdict"] == "ELIGIBLE"
    assert not error


def test_a_list_gives_a_list_with_errors_in_their_place(written: Any) -> None:
    printed, error = commanded(written(json.dumps([LOST, BAD, LOST])))
    first, second, third = json.loads(printed)
    assert first == third
    assert [found["pointer"] for found in second["errors"]] == ["/1/on"]
    assert error.startswith("Not assessed: 1.")
    assert commanded(written("[]")) == ("[]\n", "")


def test_lines_give_lines_and_a_bad_one_its_number(written: Any) -> None:
    long = b'{"id": "' + b"x" * 2_500_000 + b'"}'
    lines = [json.dumps({**LOST, "id": 1}).encode(), b"", b"nonsense", long, json.dumps(BAD).encode()]
    last = json.dumps({**LOST, "id": 2, "language": "ja"}).encode()
    printed, error = commanded(written(b"\r\n".join([*lines, last])), "--lines")
    found = [json.loads(line) for line in printed.splitlines()]
    assert [one.get("id") for one in found] == [1, None, None, None, 2]
    assert [(one["line"], one["errors"][0]["code"]) for one in found[1:4]] == [
        (3, "not_json"),
        (4, "too_long"),
        (5, "not_day"),
    ]
    assert "2026年7月1日(水)" in printed.splitlines()[-1]
    assert error.startswith("Not assessed: 3.")


def test_standard_input_and_the_exit_code(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "assess", "--lines"]
    for text, code in ((json.dumps(LOST), 0), (json.dumps(BAD), 1)):
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, encoding="utf-8", cwd=settings.BASE_DIR
        )
        assert done.returncode == code, done.stderr
        assert len(done.stdout.splitlines()) == 1


def test_a_missing_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    assert commanded(tmp_path / "none.json") == ("", f"{tmp_path}/none.json: No such file or directory")


def test_a_municipalitys_practice_is_read_once_for_each_day(
    written: Any, renshu: Place, django_assert_num_queries: Any
) -> None:
    lines = "\n".join(json.dumps({**LOST, "practice": "990027", "id": number}) for number in range(50))
    with django_assert_num_queries(4):
        printed, _ = commanded(written(lines), "--lines")
    assert {json.loads(line)["window"]["closes_on"] for line in printed.splitlines()} == {"2026-06-30"}


def test_the_self_check_says_the_same(mihon: Place) -> None:
    """The sentences of the trace, the last day and the fee stand on the resident's page for the same facts."""
    caches["rates"].clear()
    today = timezone.localdate()
    resident = Resident("en")
    resident.answer("みほん市", "LOST_OR_DAMAGED", "LOST", today, "NO", "AT_HOME", "OF_AGE", "OWN", "BOTH")
    facts = {
        "event": "LOST",
        "occurred_on": str(today),
        "card_received_since": "NO",
        "cause": "AT_HOME",
        "age_band": "FIFTEEN_AND_OVER",
    }
    found = posted({"on": str(today), "practice": "990019", "facts": facts}).json()
    assert found["verdict"] == "ELIGIBLE"
    for step in found["trace"]:
        if step["code"] in ("COUNTED_FROM_NEXT_DAY", "OWN_DESK"):
            assert step["sentence"] in resident.text
    last_open_day = date.fromisoformat(found["window"]["last_open_day"])
    assert f"{last_open_day.day} {last_open_day:%b %Y}" in resident.text
    assert "2,000 yen" in resident.text
    assert found["fee"]["amount"] == 2000
