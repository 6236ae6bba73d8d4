"""The three date boxes: what they take, what they say about each box, and what they show again."""

from datetime import date

import pytest
from django import forms
from django.utils.translation import override

from desks.dates import DateBoxes, in_both_calendars, with_weekday

DAY = date(2026, 5, 6)


class Form(forms.Form):
    on = DateBoxes(label="Day")


def typed(year: str, month: str, day: str) -> Form:
    return Form({"on_year": year, "on_month": month, "on_day": day})


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        ("2026", "5", "6"),
        ("2026", "05", "06"),
        ("\uff12\uff10\uff12\uff16", "\uff15", "\uff16"),
        ("令和8", "5", "6"),
        ("令和\uff18年", "5月", "6日"),
        ("R8", "5", "6"),
        ("\uff32\uff18", "5", "6"),
        ("r8", "5", "6"),
        ("令和8年5月6日", "", ""),
        ("2026-05-06", "", ""),
    ],
)
def test_takes_both_calendars(year: str, month: str, day: str) -> None:
    form = typed(year, month, day)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == DAY


@pytest.mark.parametrize(
    ("year", "month", "day", "messages"),
    [
        ("", "", "", ["Enter the day."]),
        ("", "5", "6", ["Enter the year."]),
        ("2026", "", "", ["Enter the month.", "Enter the day."]),
        ("8", "5", "6", ["Enter the year as four digits, or put the era before it: 令和8 or R8."]),
        (
            "next year",
            "5",
            "6",
            ["Enter the year as four digits or with its era, such as 2026, 令和8 or R8."],
        ),
        ("1800", "5", "6", ["Enter a year from 1873 on."]),
        ("9999", "5", "6", ["Enter a year up to 2199."]),
        ("2026", "13", "6", ["Enter the month as a number from 1 to 12."]),
        ("2026", "May", "6th", ["Enter the month as a number from 1 to 12.", "Enter the day as a number."]),
        ("2026", "2", "29", ["Month 2 of 2026 has no day 29. Check the day and the month."]),
        ("平成32", "1", "1", ["平成 ran from Sun 8 Jan 1989 to Tue 30 Apr 2019. Check the year."]),
        ("令和1", "4", "30", ["令和 began on Wed 1 May 2019. Check the year."]),
    ],
)
def test_names_the_part_that_needs_another_look(year: str, month: str, day: str, messages: list[str]) -> None:
    with override("en"):
        assert typed(year, month, day).errors["on"] == messages


@pytest.mark.parametrize("bad", ["\x00", chr(0xD842), "\u202e", "\ufffd", "<b>", "x" * 10_000])
def test_anything_typed_is_answered_and_shown_again(bad: str) -> None:
    form = typed(bad, bad, bad)
    assert not form.is_valid()
    assert str(form["on"]).encode()
    assert "<b>" not in str(form["on"])


def test_marks_only_the_wrong_box() -> None:
    html = str(typed("2026", "13", "6")["on"])
    assert html.count("aria-invalid") == 1
    assert html.index("on_month") < html.index("aria-invalid") < html.index("on_day")


def test_a_later_objection_marks_all_boxes() -> None:
    form = typed("2026", "5", "6")
    form.add_error("on", "Too late.")
    assert str(form["on"]).count("aria-invalid") == 3


def test_keeps_what_was_typed_and_echoes_it() -> None:
    html = str(typed("令和8", "\uff15", "6")["on"])
    assert 'value="令和8"' in html
    assert 'value="\uff15"' in html
    assert "2026年(令和8年)5月6日(水)" in html
    assert "年)5月" not in str(typed("令和8", "13", "6")["on"])


def test_a_first_value_fills_the_boxes() -> None:
    html = str(Form(initial={"on": DAY})["on"])
    assert [f'value="{part}"' in html for part in ("2026", "5", "6")] == [True] * 3


def test_hidden_boxes_carry_the_same_values() -> None:
    form = typed("令和8", "5", "6")
    html = form["on"].as_hidden()
    assert html.count('type="hidden"') == 3
    assert 'name="on_year" value="令和8"' in html


def test_may_be_left_empty_where_optional() -> None:
    class Optional(forms.Form):
        on = DateBoxes(required=False)

    form = Optional({})
    assert form.is_valid()
    assert form.cleaned_data["on"] is None
    assert not form.has_changed()


def test_days_are_said_with_their_weekday() -> None:
    with override("en"):
        assert with_weekday(DAY) == "Wed 6 May 2026"
        assert in_both_calendars(DAY) == "Wed 6 May 2026 / 令和8年5月6日(水)"
    with override("ja"):
        assert with_weekday(DAY) == "2026年5月6日(水)"
        assert in_both_calendars(date(2019, 5, 1)) == "2019年(令和元年)5月1日(水)"
