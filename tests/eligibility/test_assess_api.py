"""`POST /api/v1/assessments` as somebody's program meets it."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desks.models import Practice
from eligibility.assessments.wording import PROBLEMS
from tests.eligibility.assessing import ADDRESS, LOST, changed, posted
from tests.places import Place


@pytest.fixture(autouse=True)
def no_limit(settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    caches["rates"].clear()


def errors_of(content: Any, **headers: str) -> list[tuple[str, str]]:
    response = posted(content, **headers)
    assert response.status_code == 422, response.content
    return [(error["pointer"], error["code"]) for error in response.json()["errors"]]


def test_a_lost_card() -> None:
    response = posted({**LOST, "id": "case-17"})
    assert response.status_code == 200
    found = response.json()
    assert found["id"] == "case-17"
    assert (found["verdict"], found["desk_action"], found["days_left"]) == ("ELIGIBLE", "ACCEPT", 21)
    assert (found["decided_by"], found["desk_reason"]) == ("IN_TIME", "OWN_DESK")
    assert found["window"] == {
        "opens_on": "2026-06-01",
        "closes_on": "2026-07-01",
        "legal_end": "2026-07-01",
        "last_open_day": "2026-07-01",
    }
    assert (found["fee"]["amount"], found["fee"]["without_certificates"]) == (2000, 1800)
    assert found["target"]["target_date"] == "2026-06-17"
    steps = {step["code"]: step for step in found["trace"]}
    assert {found["decided_by"], found["desk_reason"]} <= steps.keys()
    counted = steps["COUNTED_FROM_NEXT_DAY"]
    assert counted["values"] == {"days": 30, "start_on": "2026-06-01", "ends_on": "2026-07-01"}
    assert counted["parameter"] == "application_days 2024-12-02"
    assert counted["sentence"] == "30 days, counted from the day after Mon 1 Jun 2026, end on Wed 1 Jul 2026."
    assert ("UNTIL", "2026-07-01") in [(change["kind"], change["day"]) for change in found["nearest_changes"]]


def test_the_language_is_the_questions_own_or_else_the_browsers() -> None:
    japanese = "2026年6月1日(月)の翌日から数えて30日目は2026年7月1日(水)です。"
    for response in (
        posted({**LOST, "language": "ja"}, accept_language="en"),
        posted(LOST, accept_language="ja"),
    ):
        assert japanese in [step["sentence"] for step in response.json()["trace"]]
    wrong = posted(changed(on="2026-09-31"), accept_language="ja").json()["errors"]
    assert wrong[0]["message"] == "この日はありません。暦にある日を2026-06-10の形で書いてください。"


def test_sentences_can_be_left_out() -> None:
    found = posted({**LOST, "sentences": False}).json()
    assert {step["sentence"] for step in (*found["trace"], *found["nearest_changes"])} == {None}


def test_everybody_may_ask_and_nothing_is_kept() -> None:
    response = Client(enforce_csrf_checks=True).post(
        ADDRESS, json.dumps(LOST), content_type="application/json"
    )
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert Client().get(ADDRESS).status_code == 405


@pytest.mark.parametrize(
    ("practice", "last_day"),
    [("national", "2026-07-01"), ("suzaka", "2026-06-30"), ({"first_day_counted": True}, "2026-06-30")],
)
def test_a_practice_by_name_or_by_its_settings(practice: Any, last_day: str) -> None:
    assert posted({**LOST, "practice": practice}).json()["window"]["closes_on"] == last_day


def test_a_practice_by_the_code_of_a_municipality(mihon: Place, renshu: Place) -> None:
    """What each settled here; a municipality that does not use the system has the national default."""
    ends = {
        code: posted({**LOST, "practice": code}).json()["window"]["closes_on"]
        for code in ("990019", "990027", "011002", "011011")
    }
    assert ends == {
        "990019": "2026-07-01",
        "990027": "2026-06-30",
        "011002": "2026-07-01",
        "011011": "2026-07-01",
    }


def test_the_practice_of_the_first_visit_holds(mihon: Place) -> None:
    """A practice that changed while papers were missing makes nobody late."""
    with mihon.scope():
        Practice.objects.create(
            municipality=mihon.municipality, in_force_from="2026-07-02", settings={"first_day_counted": True}
        )
    visited = changed(on="2026-07-03", practice="990019", facts={"first_visit_on": "2026-07-01"})
    assert posted(visited).json()["window"]["closes_on"] == "2026-07-01"


def test_a_municipalitys_own_closed_day(mihon: Place) -> None:
    with mihon.scope():
        mihon.municipality.closeddays.create(day="2026-07-01", reason="開庁記念日")
    assert posted({**LOST, "practice": "990019"}).json()["window"]["closes_on"] == "2026-07-02"
    given_days = {**LOST, "practice": "990019", "closed_days": ["2026-07-01"]}
    assert errors_of(given_days) == [("/closed_days", "calendar_is_set")]


def test_closed_and_open_days_of_whoever_asks() -> None:
    closed = posted({**LOST, "closed_days": ["2026-07-01", "2026-07-02"]}).json()
    assert closed["window"]["closes_on"] == "2026-07-03"
    saturday = changed(facts={"occurred_on": "2026-06-04"}, extra_open=["2026-07-04"])
    assert posted(saturday).json()["window"]["closes_on"] == "2026-07-04"


def test_another_municipalitys_desk() -> None:
    elsewhere = {"at_residence_desk": False}
    assert posted(changed(facts=elsewhere)).json()["desk_action"] == "CONSULT"
    accepting = changed(facts=elsewhere, desk_practice={"other_desk": "ACCEPT"})
    assert posted(accepting).json()["desk_action"] == "ACCEPT"


def test_a_day_still_to_come_is_an_answer_and_no_error() -> None:
    for facts in (
        {"occurred_on": "2026-06-11"},
        {"event": "INFANT", "occurred_on": None, "birth_date": "2026-06-11"},
    ):
        found = posted(changed(facts=facts)).json()
        assert (found["verdict"], found["decided_by"]) == ("NOT_YET", "DAY_AHEAD")


@pytest.mark.parametrize(
    ("asked", "errors"),
    [
        (changed(facts={"occurred_on": "2026-09-31"}), [("/facts/occurred_on", "not_day")]),
        (changed(facts={"occurred_on": "昭和64年1月8日"}), [("/facts/occurred_on", "not_day")]),
        (
            changed(facts={"birth_date": "2026-06-11"}),
            [("/facts/occurred_on", "before_birth"), ("/facts/birth_date", "ahead")],
        ),
        (changed(facts={"birth_date": "2026-06-02"}), [("/facts/occurred_on", "before_birth")]),
        (changed(facts={"birth_date": "1826-06-02"}), [("/facts/birth_date", "too_long_ago")]),
        (changed(facts={"first_visit_on": "2026-06-11"}), [("/facts/first_visit_on", "ahead")]),
        (changed(on="2024-12-01"), [("/on", "before_launch")]),
        (changed(facts={"first_visit_on": "2024-12-01"}), [("/facts/first_visit_on", "before_launch")]),
        (changed(on="2041-01-01"), [("/on", "beyond_calendar")]),
        (
            changed(on="9999-12-31"),
            [("/on", "beyond_calendar"), ("/facts/occurred_on", "too_long_ago")],
        ),
        (changed(on=None), [("/on", "missing")]),
        (changed(practice="123456"), [("/practice", "unknown_municipality")]),
        (changed(practice="20207"), [("/practice", "unknown_municipality")]),
        (changed(practice="nowhere"), [("/practice", "unknown_practice")]),
        (changed(desk_practice="nowhere"), [("/desk_practice", "unknown_practice")]),
        (changed(practice={"target_days": 0}), [("/practice", "practice_days")]),
        (changed(practice={"chase_after_days": 10**30}), [("/practice/chase_after_days", "too_many_days")]),
        (changed(practice={"roll": True}), [("/practice/roll", "unknown_field")]),
        (changed(facts={"cause": "DEFECT"}), [("/facts/cause", "not_of_this_event")]),
        (changed(facts={"event": "RENEWAL"}), [("/facts/occurred_on", "no_day_counts")]),
        (changed(facts={"event": "lost"}), [("/facts/event", "unknown_term")]),
        (changed(name="山田"), [("/name", "unknown_field")]),
        (changed(id="山田 太郎"), [("/id", "not_id")]),
        ([], [("", "not_object")]),
        (b"", [("", "not_json")]),
        (b'{"on": NaN}', [("", "not_json")]),
        (b'{"on": 1, "on": 2}', [("", "said_twice")]),
    ],
)
def test_each_mistake_has_its_place_and_its_sentence(
    db: None, asked: Any, errors: list[tuple[str, str]]
) -> None:
    found = errors_of(asked)
    assert sorted(found) == sorted(errors)


def test_a_desk_that_never_opens() -> None:
    days = [str(date(2026, 6, 20) + timedelta(days=number)) for number in range(70)]
    assert errors_of({**LOST, "closed_days": days}) == [("/closed_days", "no_open_day")]


def test_all_mistakes_are_told_at_once(db: None) -> None:
    asked = {
        "facts": {"event": "X", "occurred_on": "today"},
        "practice": "123456",
        "closed_days": [1],
        "id": "",
    }
    assert sorted(errors_of(asked)) == [
        ("/closed_days/0", "not_day"),
        ("/facts/event", "unknown_term"),
        ("/facts/occurred_on", "not_day"),
        ("/id", "not_id"),
        ("/on", "missing"),
        ("/practice", "unknown_municipality"),
    ]


def test_what_was_typed_is_never_sent_back() -> None:
    secret = "山田太郎"
    asked = {
        secret: secret,
        "facts": {secret: 1, "event": secret},
        "practice": secret,
        "on": secret,
        "id": secret,
    }
    response = posted(asked)
    assert response.status_code == 422
    assert secret not in response.content.decode()
    assert len(posted({f"{secret}{number}": 1 for number in range(1000)}).json()["errors"]) == 50


def test_too_often_is_told_with_the_time_to_wait(settings: Any, client: Client) -> None:
    settings.API_REQUESTS_A_MINUTE = 2
    answers = [posted(LOST) for _ in range(6)]
    refused = [answer for answer in answers if answer.status_code == 429]
    # A new minute may begin in between.
    assert len(refused) >= 2
    assert 0 < int(refused[0]["Retry-After"]) <= 60
    (error,) = refused[0].json()["errors"]
    assert (error["code"], error["message"][:17]) == ("too_often", "Too many requests")
    elsewhere = client.post(ADDRESS, json.dumps(LOST), "application/json", REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200
    assert not any("192.0.2.7" in key for key in caches["rates"]._cache)


def test_more_than_a_megabyte() -> None:
    response = posted(b" " * 1_100_000)
    assert response.status_code == 413
    assert response.json()["errors"][0]["code"] == "too_long"


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 500_000,
        b'{"a":' * 100_000,
        b'{"on":' + b"9" * 900_000 + b"}",
        b'{"id":' + b"9" * 4000 + b"}",
        b'{"id":"\\ud800"}',
        b'{"\\ud800":"\\udfff"}',
        b'{"on":"\\ud800","practice":"\\u0000","facts":{"event":"\\ud800"}}',
        b"\xff\xfe\x00",
        b"\x00" * 1000,
        b'{"on":1e999,"facts":-0.0,"practice":Infinity}',
        b'"' + b"a" * 1_000_000 + b'"',
        b'{"practice":"' + b"9" * 900_000 + b'"}',
        json.dumps({**LOST, "closed_days": ["2026-06-01"] * 70_000}).encode(),
        json.dumps({**LOST, "practice": {"other_desk_extra_days": -(10**400)}}).encode(),
    ],
    ids=lambda body: body[:20].decode("latin-1"),
)
def test_no_bytes_break_it(body: bytes, db: None) -> None:
    response = posted(body)
    assert response.status_code in (200, 422)
    assert response.json()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
WORDS = st.sampled_from(
    ["LOST", "INFANT", "RENEWAL", "YES", "UNKNOWN", "990019", "suzaka", "2026-06-01", "0001-01-01"]
)
ANY = JSON | WORDS
FACT_NAMES = (
    "event",
    "occurred_on",
    "birth_date",
    "first_visit_on",
    "cause",
    "certificates",
    "missing",
    "day_answer",
)
MANGLED = st.fixed_dictionaries(
    {"on": st.just("2026-06-10") | ANY, "practice": st.just("suzaka") | ANY},
    optional={
        "facts": st.dictionaries(st.sampled_from(FACT_NAMES) | st.text(max_size=5), ANY, max_size=6) | ANY,
        "desk_practice": ANY,
        "closed_days": ANY,
        "extra_open": st.lists(st.dates().map(str)),
        "language": ANY,
        "id": ANY,
    },
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200)
    | JSON.map(lambda value: json.dumps(value).encode())
    | MANGLED.map(lambda value: json.dumps(value).encode())
)
def test_whatever_is_sent_there_is_an_answer_or_a_list_of_sentences(db: None, body: bytes) -> None:
    response = posted(body)
    assert response.status_code in (200, 422)
    if response.status_code == 422:
        assert all(error["code"] in PROBLEMS and error["message"] for error in response.json()["errors"])


def test_the_description_is_open_and_asks_nobody_else() -> None:
    described = Client().get("/api/v1/openapi.json").json()
    operation = described["paths"][ADDRESS]["post"]
    assert set(operation["responses"]) == {"200", "413", "422", "429", "503"}
    assert operation["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Asked"
    }
    referred = {text.split('"')[0] for text in json.dumps(described).split("#/components/schemas/")[1:]}
    assert referred <= described["components"]["schemas"].keys()
    assert "://" not in json.dumps(described)
    assert Client().get("/api/v1/docs").status_code == 404
