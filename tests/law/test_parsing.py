"""Days as people type them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.parsing import ERAS, DayRefused, both_calendars, parse_day


@pytest.mark.parametrize(
    "typed",
    [
        ("2026", "5", "6"),
        ("２０２６", "０５", "０６"),
        (" 2026年", "5月", "6日 "),
        ("令和8", "5", "6"),
        ("令和 ８ 年", "５", "６"),
        ("㋿8", "5", "6"),
        ("R8", "5", "6"),
        ("r.8", "5", "6"),
        ("Ｒ８", "5", "6"),
        ("令和8年5月6日", "", ""),
        ("令和８年５月６日", "", ""),
        ("R8.5.6", "", ""),
        ("Ｒ８．５．６", "", ""),
        ("2026-05-06", "", ""),
        ("2026/5/6", "", ""),
        ("2026ー5ー6", "", ""),
        ("2026年5月6日", "", ""),
        ("20260506", "", ""),
        ("２０２６０５０６", "", ""),
        ("R080506", "", ""),
        ("令和０８０５０６", "", ""),
    ],
)
def test_one_day_in_many_hands(typed: tuple[str, str, str]) -> None:
    assert parse_day(*typed) == date(2026, 5, 6)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和1.12.31", date(2019, 12, 31)),
        ("平成31.4.30", date(2019, 4, 30)),
        ("平成元.1.8", date(1989, 1, 8)),
        ("昭和64.1.7", date(1989, 1, 7)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("大正15.12.25", date(1926, 12, 25)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("明治45.7.30", date(1912, 7, 30)),
        ("明治6.1.1", date(1873, 1, 1)),
        ("平成12.2.29", date(2000, 2, 29)),
        ("1873-1-1", date(1873, 1, 1)),
    ],
)
def test_the_first_and_last_day_of_each_era(typed: str, day: date) -> None:
    assert parse_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        (("令和元", "4", "30"), ["YEAR OUTSIDE_ERA"]),
        (("平成31", "5", "1"), ["YEAR OUTSIDE_ERA"]),
        (("平成元", "1", "7"), ["YEAR OUTSIDE_ERA"]),
        (("昭和64", "1", "8"), ["YEAR OUTSIDE_ERA"]),
        (("昭和元", "12", "24"), ["YEAR OUTSIDE_ERA"]),
        (("大正15", "12", "26"), ["YEAR OUTSIDE_ERA"]),
        (("大正元", "7", "29"), ["YEAR OUTSIDE_ERA"]),
        (("明治45", "7", "31"), ["YEAR OUTSIDE_ERA"]),
        (("明治5", "12", "31"), ["YEAR OUTSIDE_ERA"]),
        (("昭和100", "1", "1"), ["YEAR OUTSIDE_ERA"]),
        (("2026", "9", "31"), ["DAY NO_SUCH_DAY"]),
        (("2027", "2", "29"), ["DAY NO_SUCH_DAY"]),
        (("2026", "1", "0"), ["DAY NO_SUCH_DAY"]),
        (("令和9999", "1", "1"), ["DAY NO_SUCH_DAY"]),
        (("2026", "13", "1"), ["MONTH NO_SUCH_MONTH"]),
        (("2026", "0", "1"), ["MONTH NO_SUCH_MONTH"]),
        (("26", "5", "6"), ["YEAR YEAR_UNCLEAR"]),
        (("8", "5", "6"), ["YEAR YEAR_UNCLEAR"]),
        (("1872", "12", "31"), ["YEAR YEAR_TOO_EARLY"]),
        (("元", "5", "6"), ["YEAR NOT_A_YEAR"]),
        (("R0", "5", "6"), ["YEAR NOT_A_YEAR"]),
        (("慶応3", "5", "6"), ["YEAR NOT_A_YEAR"]),
        (("12026", "5", "6"), ["YEAR NOT_A_YEAR"]),
        (("2_026", "5", "6"), ["YEAR NOT_A_YEAR"]),
        (("٢٠٢٦", "5", "6"), ["YEAR NOT_A_YEAR"]),
        (("2026", "五", "6"), ["MONTH NOT_A_NUMBER"]),
        (("2026", "+5", "-6"), ["MONTH NOT_A_NUMBER", "DAY NOT_A_NUMBER"]),
        (("2026", "5", "006"), ["DAY NOT_A_NUMBER"]),
        (("2026", "", ""), ["MONTH MISSING", "DAY MISSING"]),
        (("", "", ""), ["YEAR MISSING", "MONTH MISSING", "DAY MISSING"]),
        (("   ", "5", "6"), ["YEAR MISSING"]),
        (("x", "13", ""), ["YEAR NOT_A_YEAR", "MONTH NO_SUCH_MONTH", "DAY MISSING"]),
        (("2026-05-06", "5", ""), ["YEAR NOT_A_YEAR", "DAY MISSING"]),
        (("20260506", "5", ""), ["YEAR NOT_A_YEAR", "DAY MISSING"]),
        (("2026506", "", ""), ["YEAR NOT_A_YEAR", "MONTH MISSING", "DAY MISSING"]),
        (("20261306", "", ""), ["MONTH NO_SUCH_MONTH"]),
        (("S640108", "", ""), ["YEAR OUTSIDE_ERA"]),
    ],
)
def test_each_box_has_its_refusal(typed: tuple[str, str, str], refused: list[str]) -> None:
    with pytest.raises(DayRefused) as caught:
        parse_day(*typed)
    assert [f"{problem.part} {problem.code}" for problem in caught.value.problems] == refused


def test_a_refusal_names_the_era_and_its_days_and_never_what_was_typed() -> None:
    with pytest.raises(DayRefused) as caught:
        parse_day("昭和64", "1", "8")
    assert caught.value.problems[0].values == {
        "era": "昭和",
        "first_day": date(1926, 12, 25),
        "last_day": date(1989, 1, 7),
    }
    assert "64" not in str(caught.value)


@pytest.mark.parametrize(
    ("day", "japanese", "western"),
    [
        (date(2026, 5, 6), "令和8年5月6日(水)", "6 May 2026 (Wed)"),
        (date(2019, 5, 1), "令和元年5月1日(水)", "1 May 2019 (Wed)"),
        (date(2019, 4, 30), "平成31年4月30日(火)", "30 April 2019 (Tue)"),
        (date(1989, 1, 7), "昭和64年1月7日(土)", "7 January 1989 (Sat)"),
        (date(1926, 12, 25), "昭和元年12月25日(土)", "25 December 1926 (Sat)"),
        (date(1912, 7, 30), "大正元年7月30日(火)", "30 July 1912 (Tue)"),
        (date(1873, 1, 1), "明治6年1月1日(水)", "1 January 1873 (Wed)"),
        (date(1872, 12, 31), "31 December 1872 (Tue)", "31 December 1872 (Tue)"),
    ],
)
def test_both_calendars(day: date, japanese: str, western: str) -> None:
    assert both_calendars(day) == (japanese, western)


def test_the_eras_follow_each_other_without_a_gap() -> None:
    for later, earlier in pairwise(ERAS):
        assert earlier.last_day is not None
        assert later.first_day - earlier.last_day <= timedelta(days=1)


@given(st.dates(date(1873, 1, 1), date(2199, 12, 31)))
def test_what_is_shown_can_be_typed(day: date) -> None:
    assert parse_day(both_calendars(day).japanese[:-3]) == day
    assert parse_day(str(day.year), str(day.month), str(day.day)) == day


@given(st.text(max_size=12), st.text(max_size=4), st.text(max_size=4))
def test_whatever_is_typed_is_a_day_or_refused(year: str, month: str, day: str) -> None:
    try:
        found = parse_day(year, month, day)
    except DayRefused:
        return
    assert found >= date(1873, 1, 1)
