"""The administrator's pages of the practice: what a person reads, step by step, in both languages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from desks.calendars import practice_of
from desks.models import AuditEntry, Practice
from desks.permissions import Role
from eligibility.plain import to_json
from eligibility.practice import NATIONAL
from eligibility.practice import Practice as PracticeValue
from eligibility.practices.words import (
    CHOICES,
    PRACTICE_MEANINGS,
    PRACTICE_QUESTIONS,
    SECTIONS,
    changes_in_words,
)
from eligibility.presets import PRESETS
from tests.eligibility.practice_form import administrator, filled, in_days, send
from tests.intake.pages import words
from tests.places import Place

CURRENT = "practice:current"


def settings(**settled: object) -> dict[str, object]:
    """A whole row: what is stored stays as it is when the national default changes."""
    return to_json(PracticeValue(**settled))


def rows(place: Place) -> list[dict[str, object]]:
    own = Practice.objects.filter(municipality=place.municipality).order_by("id")
    return [row.settings for row in own]


def test_every_setting_has_its_question_its_meaning_and_its_values() -> None:
    fields = set(vars(NATIONAL))
    assert [name for section in SECTIONS for name in section.fields] == list(PRACTICE_QUESTIONS)
    assert set(PRACTICE_QUESTIONS) == set(PRACTICE_MEANINGS) == fields
    for name, offered in CHOICES.items():
        value = getattr(NATIONAL, name)
        assert set(offered) == {True, False} if isinstance(value, bool) else set(type(value))


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "ja",
            (
                "みほん市の取扱い",
                "2024年12月2日(月)から適用中です。",
                "起算日の翌日(6月1日からの30日間は7月1日まで)",
            ),
        ),
        (
            "en",
            ("Practice of Mihon City", "In force since Mon 2 Dec 2024.", "30 days from 1 June end on 1 July"),
        ),
    ],
)
def test_the_page_says_what_holds(mihon: Place, language: str, sentences: tuple[str, ...]) -> None:
    page = words(administrator(mihon, language).get(reverse(CURRENT)))
    assert all(sentence in page for sentence in sentences)


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR])
@pytest.mark.parametrize("name", [CURRENT, "practice:change"])
def test_clerks_and_supervisors_are_refused(mihon: Place, role: Role, name: str) -> None:
    client = mihon.client(role)
    assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse(name)).status_code == 403
    page = client.get(reverse("desk:today")).content.decode()
    assert reverse(CURRENT) not in page, "nobody is offered what is not theirs"


def test_an_administrator_is_offered_only_what_is_theirs(mihon: Place) -> None:
    page = administrator(mihon).get(reverse(CURRENT)).content.decode()
    offered = re.findall(r'href="(/[^"]*/)"', page[page.index("<header") : page.index("</header>")])
    assert set(offered) == {
        reverse("desk:as_of"),
        reverse(CURRENT),
        reverse("setup:parts"),
    }
    assert reverse("desk:search") not in page


@pytest.mark.parametrize(
    ("role", "first"),
    [(Role.ADMINISTRATOR, "setup:parts"), (Role.CLERK, "desk:today"), (Role.SUPERVISOR, "review:overdue")],
)
def test_after_signing_in_everybody_is_where_they_work(mihon: Place, role: Role, first: str) -> None:
    staff = getattr(mihon, role.value).staff
    staff.set_password("a long enough password")
    staff.save()
    named = {"username": staff.username, "password": "a long enough password"}
    assert Client().post(reverse("login"), named)["Location"] == reverse(first)
    asked = Client().post(f"{reverse('login')}?next=/desk/new/", named | {"next": "/desk/new/"})
    assert asked["Location"] == "/desk/new/"


# -- Changing it ---------------------------------------------------------------------------------------------


def test_the_form_starts_from_what_holds_and_a_preset_fills_it(mihon: Place) -> None:
    client = administrator(mihon)
    assert filled(client)["first_day_counted"] == "False"
    suzaka = filled(client, "?start=SUZAKA")
    assert (suzaka["first_day_counted"], suzaka["number_change"]) == ("True", "CLERK_DECIDES")
    asahikawa = filled(client, "?start=ASAHIKAWA")
    assert asahikawa["infant_papers"] == ["A_B", "B_B"]
    page = client.get(reverse("practice:change")).content.decode()
    assert all(f"?start={name}" in page for name in PRESETS)


@pytest.mark.parametrize("query", ["?start=NOWHERE", "?on=31-12", "?start=%00&on=9999-99-99"])
def test_an_address_that_says_nothing_starts_from_what_holds(mihon: Place, query: str) -> None:
    assert filled(administrator(mihon), query) == filled(administrator(mihon))


def test_the_preview_says_what_changes_and_settles_nothing(mihon: Place) -> None:
    client = administrator(mihon, "en")
    page = words(
        send(
            client,
            filled(
                client,
                first_day_counted="True",
                own_fault_damage="FREE",
                infant_thirty_days_binding="True",
                day=in_days(1),
            ),
            "preview",
        )
    )
    table = page[page.index("Until then") :]
    assert "Which day is day 1 of the 30 days? The day after the start day" in table
    assert re.search(r"A card reported lost on .{14,16} can apply until .{14,16} can apply until", table)
    assert re.search(r"Damaged by the holder's own fault, on .{14,16} 2,000 yen Free", table)
    assert re.search(r"A baby of 40 days, on .{14,16} Accept Consult, then decide with a reason", table)
    assert "target day" not in table[table.index("For example") :], "only what differs"
    assert rows(mihon) == [{}]


@pytest.mark.parametrize(
    ("changed", "case"),
    [
        ({"roll_forward": "False"}, "紛失を届け出たカード"),
        ({"damage_of_unknown_cause": "FREE"}, "原因がわからない"),
        ({"defect": "CHARGED"}, "ひとりでに使えなくなったカード"),
        ({"disaster": "CHARGED"}, "り災証明あり"),
        ({"theft_with_police_number": "FREE"}, "盗難"),
        ({"returnee_without_old_card": "CHARGED"}, "国外から転入"),
        ({"number_change": "CHARGED"}, "本人の請求で番号を変更"),
        ({"applicant_papers": ["A_A"]}, "大人の本人確認書類"),
        ({"infant_papers": ["A_B"]}, "赤ちゃんの本人確認書類"),
        ({"representative_papers": ["A_A"]}, "赤ちゃんの親の本人確認書類"),
        ({"birth_notification_check": "NOBODY"}, "出生届を持ってきた方"),
        ({"police_number_outside_home": "False"}, "警察の受理番号なし"),
        ({"other_desk": "ACCEPT"}, "ほかの市区町村に住民票がある方"),
        ({"other_desk_extra_days": "5"}, "ほかの市区町村の方のお届け"),
        ({"target_days": "9"}, "お届けの目安"),
        ({"chase_after_days": "21"}, "目安の日がないお届け"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_each_setting_has_a_case_that_shows_it(mihon: Place, changed: dict[str, object], case: str) -> None:
    client = administrator(mihon)
    # Well before the end of a year: no day is named around it.
    page = words(
        send(
            client,
            filled(client, day=in_days(0).replace(month=2, day=1) + timedelta(days=365), **changed),
            "preview",
        )
    )
    assert case in page[page.index("たとえば") :]


def test_confirming_adds_one_row_that_holds_from_its_day(mihon: Place) -> None:
    client, day = administrator(mihon), in_days(3)
    data = filled(client, first_day_counted="True", target_days="5", day=day)
    answer = send(client, data, "confirm")
    assert answer["Location"] == reverse(CURRENT)
    assert rows(mihon) == [{}, settings(first_day_counted=True, target_days=5)]
    assert practice_of(mihon.municipality, day).first_day_counted
    assert not practice_of(mihon.municipality, in_days(2)).first_day_counted
    page = words(client.get(reverse(CURRENT)))
    assert "から適用されます。" in page
    assert re.search(r"適用前 .*administrator@990019が登録 .*7日 → 5日", page)
    with mihon.scope():
        last = AuditEntry.objects.filter(method="POST").latest("id")
    assert (last.action, last.staff) == ("practice:change", mihon.administrator.staff)


def test_a_second_click_adds_nothing(mihon: Place) -> None:
    client = administrator(mihon)
    data = filled(client, defect="CHARGED")
    answers = [send(client, data, "confirm") for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [reverse(CURRENT)] * 2
    assert len(rows(mihon)) == 2


def test_who_comes_second_sees_both_and_settles_nothing_by_that_click(mihon: Place) -> None:
    first, second = administrator(mihon, "en"), administrator(mihon, "en")
    early, late = filled(first, defect="CHARGED"), filled(second, target_days="5")
    send(first, early, "confirm")
    answer = send(second, late, "confirm")
    page = words(answer)
    assert "The practice was changed while you were at it" in page
    assert "Stopped working by itself Free → Charged" in page, "what the other settled"
    assert "Stopped working by itself Charged Free" in page, "what mine would undo"
    assert "How many days after the application is the target day? 7 days 5 days" in page
    assert len(rows(mihon)) == 2
    seen = {field.name: field.value() for field in answer.context["form"] if field.name != "in_force_from"}
    send(second, late | {"started_from": seen["started_from"]}, "confirm")
    assert rows(mihon)[-1] == settings(target_days=5)


def test_going_back_keeps_what_was_chosen(mihon: Place) -> None:
    client = administrator(mihon)
    data = filled(client, target_days="5", infant_papers=["B_B"])
    form = send(client, data, "edit").context["form"]
    assert (form["target_days"].value(), form["infant_papers"].value()) == ("5", ["B_B"])


def test_a_version_to_come_is_withdrawn_by_another_for_the_same_day(mihon: Place) -> None:
    client, day = administrator(mihon, "en"), in_days(5)
    send(client, filled(client, target_days="5", day=day), "confirm")
    page = client.get(reverse(CURRENT))
    assert "withdrawn by settling another for the same day" in words(page)
    link = f"?on={day.isoformat()}"
    assert link in page.content.decode()
    again = filled(client, link, day=day)
    assert again["target_days"] == 7, "it starts from what holds today"
    send(client, again, "confirm")
    assert practice_of(mihon.municipality, day) == NATIONAL
    assert "Replaced for the same day" in words(client.get(reverse(CURRENT)))


def test_a_version_that_takes_over_later_is_named(mihon: Place) -> None:
    client = administrator(mihon, "en")
    send(client, filled(client, target_days="5", day=in_days(9)), "confirm")
    page = words(send(client, filled(client, target_days="6", day=in_days(2)), "preview"))
    assert "from that day it holds, not this one" in page


# -- What is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": in_days(-1)}, "過ぎた日です。"),
        ({"day": in_days(1000)}, "までの日を入力してください。"),
        ({"in_force_from_month": "2", "in_force_from_day": "31"}, "2月に31日はありません"),
        ({"target_days": "0"}, "1から99までの数"),
        ({"target_days": "3日"}, "数字"),
        ({"target_days": "14", "chase_after_days": "14"}, "お届けの目安の日数より大きい数"),
        ({"applicant_papers": []}, "1つ以上"),
        ({"infant_papers": ["A"]}, "選んでください"),
        ({"defect": None}, "選んでください"),
        ({"other_desk": "SOMETIMES"}, "選んでください"),
        ({"first_day_counted": "maybe"}, "選んでください"),
        ({}, "変わるところがありません"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(
    mihon: Place, typed: dict[str, object], sentence: str
) -> None:
    client = administrator(mihon)
    data = filled(client, **({"theft_with_police_number": "CHARGED"} if typed else {}), **typed)
    for button in ("preview", "confirm") if typed else ("preview",):
        answer = send(client, data, button)
        page = words(answer)
        assert answer.status_code == 200
        assert "入力内容をもう一度ご確認ください" in page
        assert sentence in page
        if typed:
            assert answer.context["form"]["theft_with_police_number"].value() == "CHARGED"
    assert rows(mihon) == [{}]


@pytest.mark.parametrize("started_from", ["", "x", "-1", str(2**63), "\x00"])
def test_a_form_without_its_version_is_refused(mihon: Place, started_from: str) -> None:
    client = administrator(mihon)
    answer = send(client, filled(client, defect="CHARGED", started_from=started_from), "confirm")
    assert answer.status_code == 200
    assert rows(mihon) == [{}]


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "NATIONAL"])
def test_what_a_preset_changes_is_said_in_both_languages(name: str) -> None:
    for language, japanese in (("ja", True), ("en", False)):
        with override(language):
            changes = changes_in_words(NATIONAL, PRESETS[name].practice)
            for change in changes:
                said = (str(change.question), change.before, change.after)
                assert all(bool(re.search("[ぁ-ん一-龠]", words)) is japanese for words in said), said
        assert changes
