"""A resident's slip at the desk: the form is filled, nothing typed is lost, and the case is decided anew."""

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from eligibility.events import (
    AgeBand,
    Cause,
    Certificate,
    DayAnswer,
    DesignationEvent,
    Facts,
    OrdinaryCase,
    YesNo,
)
from eligibility.slip.cases import cases
from eligibility.slip.code import DAY_NOT_KNOWN, DAY_ZERO, EARLIER, NO_DAY, Packed, SlipFault, pack, unpack
from eligibility.slip.content import slip_of
from intake.models import Application
from intake.slips import FAULTS
from tests.intake.pages import boxes, days_ago, typed, words
from tests.places import Place, a_place

NEW, PANEL = "/desk/new/", "/desk/new/panel/"
EMPTY = {"registered": "here", "certificates": ["SIGNATURE", "USER_AUTHENTICATION"], "deliver_to": "home"}


class Held(HTMLParser):
    """What a browser would send from the entry form: the values of its fields."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.select = ""
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "select":
            self.select = given["name"]
        elif tag == "option" and "selected" in given:
            self._add(self.select, given["value"])
        elif tag == "input" and given.get("type") in ("radio", "checkbox"):
            if "checked" in given:
                self._add(given["name"], given.get("value", "on"))
        elif tag == "input" and given.get("name"):
            self._add(given["name"], given.get("value", ""))

    def _add(self, name: str, value: str) -> None:
        self.sent.setdefault(name, []).append(value)

    def day(self, name: str) -> str:
        return "-".join(self[f"{name}_{part}"] for part in ("year", "month", "day"))

    def __getitem__(self, name: str) -> str:
        """The value of a field, empty where nothing is chosen or ticked."""
        return ",".join(self.sent.get(name, []))


def code_of(
    event: DesignationEvent | OrdinaryCase = DesignationEvent.LOST,
    *,
    residence: str = "990019",
    days: int | None = 3,
    **more: Any,
) -> str:
    """The code of somebody at the self-check today."""
    if days is not None and not isinstance(event, OrdinaryCase):
        fact = "birth_date" if event is DesignationEvent.INFANT else "occurred_on"
        more[fact] = days_ago(days)
    return slip_of(Facts(event=event, **more), residence_code=residence, on=timezone.localdate()).code


LOST_OUTSIDE = {
    "cause": Cause.OUTSIDE,
    "police_number": YesNo.YES,
    "age_band": AgeBand.FIFTEEN_AND_OVER,
    "certificates": frozenset({Certificate.USER_AUTHENTICATION}),
}


def read(place: Place, code: str, **more: object) -> HttpResponse:
    """The clerk types the code into the empty form, or one filled with `more`, and presses Enter."""
    return place.client().post(NEW, EMPTY | {"slip": code, "read": "1", **more})


def test_the_form_is_filled_and_the_panel_answers_at_once(mihon: Place) -> None:
    page = read(mihon, code_of(**LOST_OUTSIDE))
    held = Held(page)
    assert held["event"] == "LOST"
    assert held["lost_cause"] == "OUTSIDE"
    assert held.day("occurred_on") == days_ago(3).strftime("%Y-%-m-%-d")
    assert held["police_number"] == "on"
    assert held["certificates"] == "USER_AUTHENTICATION"
    assert held["registered"] == "here"
    assert held["slip"] == ""
    text = words(page)
    for said in ("控えを読みました", "15歳以上", "2,000円", "期間内に申請できます"):
        assert said in text
    assert "もう一度ご確認ください" not in text
    with mihon.scope():
        assert Application.objects.count() == 0


def test_however_it_is_typed(mihon: Place) -> None:
    code = code_of(**LOST_OUTSIDE)
    for spelt in (code.lower(), code.replace("-", " "), "".join(chr(ord(c) + 0xFEE0) for c in code)):
        assert Held(read(mihon, spelt))["lost_cause"] == "OUTSIDE"


def test_what_was_typed_is_kept_and_named(mihon: Place) -> None:
    page = read(
        mihon,
        code_of(**LOST_OUTSIDE),
        event="LOST",
        lost_cause="AT_HOME",
        name="見本 太郎",
        address="見本町9",
        phone="03-1234-5678",
        **boxes("occurred_on", days_ago(9)),
    )
    held = Held(page)
    assert held["lost_cause"] == "AT_HOME"
    assert held.day("occurred_on") == days_ago(9).strftime("%Y-%-m-%-d")
    assert (held["name"], held["address"], held["phone"]) == ("見本 太郎", "見本町9", "03-1234-5678")
    assert held["police_number"] == "on"
    assert "残した項目:もとになる日、なくした状況" in words(page)


def test_of_a_form_about_something_else_only_the_rest_is_filled(mihon: Place) -> None:
    held = Held(read(mihon, code_of(**LOST_OUTSIDE), event="SPACE_FULL"))
    assert held["event"] == "SPACE_FULL"
    assert held.day("occurred_on") == "--"
    assert held["lost_cause"] == ""
    assert held["certificates"] == "USER_AUTHENTICATION"


def test_reading_twice_changes_nothing(mihon: Place) -> None:
    code = code_of(**LOST_OUTSIDE)
    once = Held(read(mihon, code))
    again = read(mihon, code, **once.sent | {"slip": code})
    assert {**Held(again).sent, "csrfmiddlewaretoken": ""} == {**once.sent, "csrfmiddlewaretoken": ""}
    assert "残した項目" not in words(again)


def test_the_filled_form_is_accepted_once_the_rest_is_typed(mihon: Place) -> None:
    held = Held(read(mihon, code_of(**LOST_OUTSIDE)))
    told = (
        "event",
        "lost_cause",
        "police_number",
        "certificates",
        "slip_read",
        *boxes("occurred_on", timezone.localdate()),
    )
    rest = {name: value for name, value in typed().items() if name not in told}
    sent = rest | {name: held.sent[name] for name in told}
    page = mihon.client().post(NEW, sent, follow=True)
    with mihon.scope():
        application = Application.objects.get()
    facts = application.law_facts
    assert (facts.event, facts.cause, facts.police_number) == ("LOST", "OUTSIDE", "YES")
    assert facts.age_band is AgeBand.UNKNOWN
    assert application.reference in words(page)


def test_a_baby(mihon: Place) -> None:
    held = Held(read(mihon, code_of(DesignationEvent.INFANT, days=40, with_birth_notification=True)))
    assert held["event"] == "INFANT"
    assert held.day("birth_date") == days_ago(40).strftime("%Y-%-m-%-d")
    assert held.day("occurred_on") == "--"
    assert held["with_birth_notification"] == "on"


def test_a_ward_who_comes_from_abroad(mihon: Place) -> None:
    facts = {
        "had_card_before": YesNo.YES,
        "old_card_shown": YesNo.YES,
        "age_band": AgeBand.FIFTEEN_AND_OVER,
        "is_ward": True,
    }
    page = read(mihon, code_of(DesignationEvent.OVERSEAS, **facts))
    held = Held(page)
    assert [held[name] for name in ("had_card_before", "old_card_shown", "is_ward")] == ["on"] * 3
    assert "法定代理人" in words(page)


def test_somebody_registered_elsewhere_is_answered_by_that_practice(mihon: Place) -> None:
    """れんしゅう町 asks nothing where the damage is the holder's own fault, みほん市 the full fee."""
    a_place("990027", "れんしゅう町", "Renshu Town", "0000002", own_fault_damage="FREE")
    facts = {"cause": Cause.OWN_FAULT, "age_band": AgeBand.FIFTEEN_AND_OVER}
    there = read(mihon, code_of(DesignationEvent.DAMAGE, residence="990027", **facts))
    here = read(mihon, code_of(DesignationEvent.DAMAGE, **facts))
    held = Held(there)
    assert held["registered"] == "elsewhere"
    assert "住民票は見本県れんしゅう町" in words(there)
    assert "2,000円" in words(here)
    # The panel goes on knowing it while the clerk types, until a postcode says where.
    for answer in (there, mihon.client().post(PANEL, held.sent)):
        assert "2,000円" not in words(answer)
        assert "無料" in words(answer)
    typed_postcode = mihon.client().post(PANEL, held.sent | {"postcode": "105-0011"})
    assert "2,000円" in words(typed_postcode)


@pytest.mark.parametrize("event", [DesignationEvent.PENAL, DesignationEvent.NUMBER_CHANGE])
def test_another_reason_is_for_the_clerk_to_choose(mihon: Place, event: DesignationEvent) -> None:
    code = code_of(event, age_band=AgeBand.FIFTEEN_AND_OVER)
    page = read(mihon, code)
    held = Held(page)
    assert held["event"] == ""
    assert held.day("occurred_on") == days_ago(3).strftime("%Y-%-m-%-d")
    hint = re.search(r'id="id_event_helptext">([^<]*)', page.content.decode())
    assert hint is not None
    assert "その他の理由" in hint[1]
    chosen = mihon.client().post(PANEL, held.sent | {"event": event})
    assert "期間内に申請できます" in words(chosen)


@pytest.mark.parametrize(
    ("event", "facts", "said"),
    [
        (OrdinaryCase.RENEWAL, {}, ("特急発行の対象外", "通常の申請")),
        (
            DesignationEvent.LOST,
            {"day_answer": DayAnswer.NOT_YET},
            ("まだ来ていません", "申請前"),
        ),
        (DesignationEvent.LOST, {"day_answer": DayAnswer.UNKNOWN}, ("窓口で調べてください",)),
        (DesignationEvent.LOST, {"occurred_on": date(2024, 5, 6)}, ("制度の開始より前", "対象外")),
        (DesignationEvent.LOST, {"occurred_on": date(2025, 1, 6)}, ("申請期間は",)),
    ],
)
def test_what_the_form_cannot_hold_is_said(
    mihon: Place, event: DesignationEvent | OrdinaryCase, facts: dict[str, Any], said: tuple[str, ...]
) -> None:
    text = words(read(mihon, code_of(event, days=None, **facts)))
    for words_there in said:
        assert words_there in text


def test_a_late_slip_with_circumstances_comes_before_a_supervisor(mihon: Place) -> None:
    held = Held(read(mihon, code_of(DesignationEvent.DAMAGE, days=60, prevented=YesNo.YES)))
    assert held["prevented"] == "on"


BAD = {
    "ABC": "8文字",
    "ABCD-EFGU": "Uは使いません",
    "9YGY-MXB2": "間違い",
    "9YYG-MXB1": "入れ替わり",
    "0000-0000": "手で入力",
    pack(Packed(127, 0, 0, False, 3)): "手で入力",
    "\x00": "U+0000",
    "x" * 5000: "40文字まで",
    "<script>": "Uは使いません",
}


@pytest.mark.parametrize("code", BAD)
def test_a_code_that_is_none_is_said_at_the_box_and_in_the_summary(mihon: Place, code: str) -> None:
    page = read(mihon, code, name="見本 太郎", certificates=[])
    assert page.status_code == 200
    html = page.content.decode()
    at_box = re.search(r'id="id_slip_error">(.*?)</div>', html)
    assert at_box is not None
    assert BAD[code] in at_box[1]
    assert 'href="#id_slip"' in html
    held = Held(page)
    assert held["name"] == "見本 太郎"
    assert held["certificates"] == ""
    assert "<script>" not in held["slip"] or "&lt;script&gt;" in html


def test_every_refusal_of_reading_has_its_words() -> None:
    assert set(SlipFault) - FAULTS.keys() == {SlipFault.DAY_OUTSIDE}


def test_enter_in_another_box_checks_and_never_submits(mihon: Place) -> None:
    page = mihon.client().post(NEW, typed(read="1", slip=""))
    assert "期間内に申請できます" in words(page)
    with mihon.scope():
        assert Application.objects.count() == 0


def test_enter_presses_the_button_of_the_slip(mihon: Place) -> None:
    """A browser presses the first button of the form."""
    html = mihon.client().get(NEW).content.decode()
    form = html[html.index('<form id="entry"') :]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert 'name="read"' in first[0]


def test_the_code_never_stands_in_an_address(mihon: Place) -> None:
    response = mihon.client().get(NEW, {"slip": code_of(), "read": "1"})
    assert Held(response)["event"] == ""


@pytest.mark.parametrize("slip_read", ["", "nonsense", "\x00", "9YGY-MXB2", "9" * 9000])
def test_a_hidden_code_that_was_changed_does_no_harm(mihon: Place, slip_read: str) -> None:
    response = mihon.client().post(
        PANEL, typed(slip_read=slip_read, **dict.fromkeys(boxes("birth_date", timezone.localdate())))
    )
    assert response.status_code == 200


def test_every_case_can_be_read_at_the_desk(mihon: Place) -> None:
    """With each kind of day in turn, and looked at again once the clerk has chosen something else."""
    client = mihon.client()
    here = unpack(code_of()).municipality
    days = (NO_DAY, EARLIER, (days_ago(3) - DAY_ZERO).days, DAY_NOT_KNOWN)
    for case in cases():
        code = pack(Packed(case.number, days[case.number % 4], here, False, 3))
        slip = client.post(NEW, EMPTY | {"slip": code, "read": "1"})
        assert slip.status_code == 200
        if case.number % 8 == 0:
            for event in ("LOST", "PENAL", "INFANT"):
                assert client.post(PANEL, Held(slip).sent | {"event": event}).status_code == 200
