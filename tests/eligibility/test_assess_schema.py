"""The published schema: what the generator makes, and what the contract really takes and gives."""

import ast
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings

from eligibility import events, plain
from eligibility.assessments import request
from eligibility.assessments.contract import Refused, reply_to
from eligibility.assessments.meanings import MEANINGS
from eligibility.assessments.request import Language
from eligibility.assessments.schema import whole_schema
from eligibility.assessments.wording import PROBLEMS
from eligibility.events import Facts
from eligibility.plain import to_json
from eligibility.practice import Practice
from tests.eligibility.assessing import LOST, changed, line_of
from tests.eligibility.cases import circumstances
from tests.law.strategies import any_facts, application_days, practices

PUBLISHED = Path(django_settings.BASE_DIR) / "docs" / "assessment.schema.json"
SCHEMA = json.loads(PUBLISHED.read_text("utf-8"))
QUESTION = jsonschema.Draft202012Validator(SCHEMA)


def of(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]})


ANSWER, REFUSED = of("Assessed"), of("Refused")


def test_the_published_schema_is_what_the_types_say() -> None:
    assert whole_schema() == SCHEMA, "manage.py assess --schema > docs/assessment.schema.json"
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_field_has_a_meaning_and_every_meaning_a_field() -> None:
    records = {
        name: set(part["properties"]) for name, part in SCHEMA["$defs"].items() if "properties" in part
    }
    assert {name: set(meanings) for name, meanings in MEANINGS.items()} == records


@pytest.mark.parametrize("case", circumstances(), ids=lambda case: case["name"])
def test_the_examples_of_the_law_fit_the_schema(case: dict[str, Any]) -> None:
    asked = json.loads(line_of(case))
    QUESTION.validate(asked)
    ANSWER.validate(to_json(reply_to(asked, language=Language.EN)))


@settings(max_examples=150)
@given(facts=any_facts(), practice=practices, on=application_days)
def test_whatever_facts_fit_the_schema_and_so_does_their_reply(
    facts: Facts, practice: Practice, on: Any
) -> None:
    asked = {"on": str(on), "facts": to_json(facts), "practice": to_json(practice)}
    QUESTION.validate(asked)
    reply = reply_to(asked, language=Language.JA)
    (REFUSED if isinstance(reply, Refused) else ANSWER).validate(to_json(reply))


@pytest.mark.parametrize(
    "asked",
    [
        changed(name="x"),
        changed(on=None),
        changed(on="today"),
        changed(facts={"event": "lost"}),
        changed(facts={"is_ward": 1}),
        changed(practice={"target_days": "7"}),
        changed(closed_days="2026-06-10"),
    ],
)
def test_what_is_refused_does_not_fit_the_schema(asked: Any) -> None:
    assert not QUESTION.is_valid(asked)
    REFUSED.validate(to_json(reply_to(asked, language=Language.EN)))
    assert QUESTION.is_valid(LOST)


def test_the_five_cases_of_the_documentation(db: None) -> None:
    page = (PUBLISHED.parent / "assessments.md").read_text("utf-8")
    asked = [json.loads(line) for line in page.splitlines() if line.startswith('    {"on"')]
    for case in asked:
        QUESTION.validate(case)
    found = [to_json(reply_to(case, language=Language.EN)) for case in asked]
    assert [(one["verdict"], one["desk_action"]) for one in found] == [
        ("ELIGIBLE", "ACCEPT"),
        ("ELIGIBLE", "ACCEPT"),
        ("ELIGIBLE", "ACCEPT"),
        ("CONSULT", "CONSULT"),
        ("NOT_ELIGIBLE", "ORDINARY_ROUTE"),
    ]
    last_days = [one["window"]["last_open_day"] for one in found[:3]]
    assert last_days == ["2026-07-01", "2026-06-30", "2027-05-31"]
    assert (found[2]["documents"]["photo"], found[0]["fee"]["amount"]) == (False, 2000)


def refusals(module: Any) -> set[str]:
    """The codes that a module can give, found in its source."""
    codes = set()
    for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
        name = getattr(getattr(node, "func", None), "id", "")
        if name in ("_refuse", "Problem", "ContradictoryFacts"):
            codes |= {
                part.value for part in ast.walk(node.args[1]) if isinstance(getattr(part, "value", 0), str)
            }
    return codes


def test_every_refusal_has_its_sentence() -> None:
    found = set().union(*map(refusals, (plain, events, request)))
    assert {"missing", "day_missing", "before_launch"} <= found
    # What only a stored answer can be, and what is said otherwise.
    assert found - set(PROBLEMS) <= {"not_", "not_value", "not_null"}
