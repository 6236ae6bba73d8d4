"""Another day: what staff read when they ask the same facts twice."""

import json
import random
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from delivery.models import Delivery
from desks.models import AuditEntry, Practice
from desks.permissions import Role
from eligibility.events import Cause, DesignationEvent, Paper, YesNo
from intake.asking.forms import AskForm
from intake.models import Application
from tests.intake.entries import entry, submitted
from tests.intake.pages import boxes, words
from tests.places import Place

AS_OF = "/desk/as-of/"
NOT_KNOWN = (
    "police_number",
    "disaster_certificate",
    "first_notice",
    "had_card_before",
    "old_card_shown",
    "card_received_since",
    "prevented",
    "age_band",
)
JUNE = date(2026, 6, 1)
"""A Monday; thirty days end on Wednesday 1 July, twenty-nine on Tuesday 30 June."""


def asked(**more: object) -> dict[str, object]:
    """A card reported lost on 1 June 2026, asked on that day under our practice and the national default."""
    form: dict[str, object] = {
        "event": "LOST",
        "lost_cause": "AT_HOME",
        "day_answer": "KNOWN",
        **boxes("occurred_on", JUNE),
        **boxes("birth_date", date(1985, 4, 2)),
        **dict.fromkeys(NOT_KNOWN, "UNKNOWN"),
        "desk": "home",
        "certificates": ["SIGNATURE", "USER_AUTHENTICATION"],
        **boxes("left_on", JUNE),
        "left_practice": "own",
        **boxes("right_on", JUNE),
        "right_practice": "preset:NATIONAL",
        **more,
    }
    return {name: value for name, value in form.items() if value is not None}


def page(place: Place, role: Role = Role.CLERK, language: str = "ja", **more: object) -> str:
    client = place.client(role)
    client.cookies["language"] = language
    return words(client.post(AS_OF, asked(**more)))


def what_differs(text: str, title: str = "違うところ", end: str = "2つの結果") -> str:
    return text.split(title, 1)[1].split(end, 1)[0]


@pytest.mark.parametrize("role", Role)
def test_every_role_may_ask(mihon: Place, role: Role) -> None:
    assert "別の日で確認" in words(mihon.client(role).get(AS_OF))
    assert "2つの結果は同じです" in page(mihon, role)


def test_the_first_day_counts_in_suzaka(mihon: Place) -> None:
    found = what_differs(page(mihon, right_practice="preset:SUZAKA"))
    assert "7月1日" in found
    assert "6月30日" in found
    assert "1日目" in found


def test_the_same_in_english(mihon: Place) -> None:
    found = what_differs(
        page(mihon, language="en", right_practice="preset:SUZAKA"), "What differs", "Both answers"
    )
    assert "Last day" in found
    assert "Wed 1 Jul 2026" in found
    assert "30 days, the first of them Mon 1 Jun 2026, end on Tue 30 Jun 2026" in found


def test_too_late_on_the_other_day_and_what_instead(mihon: Place) -> None:
    found = what_differs(page(mihon, **boxes("right_on", date(2026, 7, 2)), right_practice="own"))
    assert "対象外" in found
    assert "通常の申請ができます" in found
    assert "7月1日(水)に終わりました" in found


def test_ours_is_the_version_that_was_in_force_on_that_day(mihon: Place) -> None:
    with mihon.scope():
        Practice.objects.create(
            municipality=mihon.municipality,
            in_force_from=date(2026, 6, 2),
            settings={"first_day_counted": True},
        )
    text = page(mihon, **boxes("right_on", date(2026, 6, 2)), right_practice="own")
    assert "6月30日" in what_differs(text)
    assert "取扱いは2024年12月2日" in text
    assert "取扱いは2026年6月2日" in text
    assert "取扱いの違い" in text


def test_another_municipality_of_this_system(mihon: Place, renshu: Place) -> None:
    text = page(mihon, right_practice=f"at:{renshu.municipality.code}")
    assert "れんしゅう町" in text


def test_none_of_the_ten_has_no_day(mihon: Place) -> None:
    text = page(mihon, event="RENEWAL")
    assert "対象外" in text
    assert "約1" in text


def test_somebody_registered_elsewhere_comes_to_our_desk(mihon: Place) -> None:
    text = page(mihon, desk="other")
    assert "電話" in text
    assert "住民票のある市区町村の窓口なら" in text


def test_every_step_is_named_with_rule_and_row(mihon: Place) -> None:
    text = page(mihon)
    for name in ("application_window", "application_days 2024-12-02", "desk_fee", "too_late"):
        assert name in text


def test_nothing_is_stored_and_the_question_is_audited(mihon: Place) -> None:
    with mihon.scope():
        before = AuditEntry.objects.count()
    page(mihon)
    with mihon.scope():
        assert Application.objects.count() == Delivery.objects.count() == 0
        assert AuditEntry.objects.count() == before + 1


# -- Bad input -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "sentence", "sentence_en"),
    [
        (boxes("left_on", date(2024, 12, 1)), "2024年12月2日に始まりました", "began on 2 December 2024"),
        (boxes("right_on", date(2099, 1, 1)), "までの日を入力してください", "Ask about a day up to"),
        (
            {"occurred_on_year": "2026", "occurred_on_month": "9", "occurred_on_day": "31"},
            "2026年9月に31日はありません",
            "has no day 31",
        ),
        (
            {"birth_date_year": "昭和64", "birth_date_month": "1", "birth_date_day": "8"},
            "昭和は",
            "Check the year",
        ),
        (boxes("occurred_on", date(2026, 6, 2)), "この日は、確認する日より後です", "after a day asked about"),
        (boxes("birth_date", date(2026, 6, 2)), "この日は、確認する日より後です", "after a day asked about"),
        (
            boxes("birth_date", date(2026, 6, 1)) | boxes("occurred_on", date(2026, 5, 1)),
            "生年月日より前",
            "before the date of birth",
        ),
        ({"left_practice": "at:999999"}, "一覧から取扱いを選んでください", "Choose a practice of this list"),
        ({"age_band": "UNDER_FIFTEEN"}, "どちらか一方を消してください", "Take one of them out"),
        (dict.fromkeys(boxes("occurred_on", JUNE)), "日付を入力するか", "Enter the day, or choose"),
        ({"day_answer": "NOT_YET"}, "日付が入力されています", "A day is entered"),
        (
            {"event": "INFANT", "age_band": "FIFTEEN_AND_OVER"},
            "年齢の選択を消してください",
            "Take the age out",
        ),
        (boxes("first_visit_on", date(2026, 6, 2)), "確認する日より後です", "after a day asked about"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_in_the_summary(
    mihon: Place, more: dict[str, object], sentence: str, sentence_en: str
) -> None:
    for language, expected in (("ja", sentence), ("en", sentence_en)):
        text = page(mihon, language=language, **more)
        assert text.count(expected) >= 2, text
        assert "2つの結果" not in text
        assert "Both answers" not in text


def test_nothing_typed_is_lost(mihon: Place) -> None:
    typed = asked(occurred_on_day="31", occurred_on_month="9", kept_character="on", had_card_before="YES")
    html = mihon.client().post(AS_OF, typed).content.decode()
    assert 'name="occurred_on_day" value="31"' in html
    assert 'name="left_on_year" value="2026"' in html
    assert '<option value="YES" selected>' in html
    assert '<details class="section" open>' in html


def test_odd_values_never_break_it(mihon: Place) -> None:
    odd = [
        "",
        "\x00",
        "9" * 400,
        "‮",
        "NaN",
        "-1",
        "昭和64",
        "own",
        "at:",
        "preset:",
        "KNOWN",
        "INFANT",
        "\ud800",
    ]
    dice = random.Random(7)
    client, form = mihon.client(), asked()
    names = sorted({*form, *AskForm.base_fields, "first_visit_on_year"})
    for _ in range(150):
        sent = form | {name: dice.choice(odd) for name in dice.sample(names, dice.randint(1, 6))}
        sent = {
            name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
            for name, value in sent.items()
        }
        assert client.post(AS_OF, sent).status_code == 200, sent


# -- From an application -------------------------------------------------------------------------------------


def again(client: Client, row: Application) -> str:
    return words(client.post(reverse("desk:again", args=[row.uid])))


@pytest.mark.parametrize("event", DesignationEvent)
def test_an_application_is_asked_again_with_its_facts(mihon: Place, event: DesignationEvent) -> None:
    on = timezone.localdate()
    law = {"had_card_before": YesNo.NO}
    if event is DesignationEvent.DAMAGE:
        law["cause"] = Cause.OWN_FAULT
    with mihon.scope():
        row = submitted(mihon, entry(event, on=on, law=law), on=on)
    text = again(mihon.client(), row)
    assert "2つの結果は同じです" in text
    assert row.name not in text
    assert words(mihon.client().get(f"/desk/applications/{row.uid}/")).count("別の日で確認し直す") == 1


def test_a_pending_one_is_asked_again_with_what_is_missing(mihon: Place) -> None:
    on = timezone.localdate()
    with mihon.scope():
        row = submitted(mihon, entry(on=on, law={"missing": frozenset({Paper.PHOTO})}), on=on)
    assert "書類がそろうまで" in again(mihon.client(), row)


# -- The record ----------------------------------------------------------------------------------------------


def test_the_record_shows_every_step_with_rule_and_row(mihon: Place) -> None:
    on = timezone.localdate()
    with mihon.scope():
        row = submitted(mihon, entry(on=on), on=on)
    text = words(mihon.client().get(f"/desk/applications/{row.uid}/"))
    for name in ("application_window", "application_days 2024-12-02", "desk_fee", "express_card"):
        assert name in text
    assert "この市区町村の取扱い:2024年12月2日" in text


def test_a_record_of_an_earlier_version_still_shows(mihon: Place) -> None:
    on = timezone.localdate()
    with mihon.scope():
        row = submitted(mihon, entry(on=on), on=on)
        stored = json.loads(json.dumps(row.assessment))
        kept = [step for step in stored["trace"] if step["rule"] in ("application_window", "too_late")]
        for step in (*kept, stored["decided_by"], stored["desk_reason"]):
            step.pop("rule", None)
            step.pop("parameter", None)
        row.assessment = stored | {"trace": kept}
        row.save()
    text = words(mihon.client().get(f"/desk/applications/{row.uid}/"))
    assert "判断の過程" in text
    assert "application_window" not in text
