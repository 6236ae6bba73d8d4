"""The count of the days: what each cell is, and the sentence that says the same."""

from datetime import date

from django.utils.translation import override

from desks.calendars import national_holidays
from eligibility.answer import answer
from eligibility.calendar import Calendar
from eligibility.day_count import DayCount, day_count
from eligibility.events import Cause, DesignationEvent, Facts
from eligibility.practice import NATIONAL, Practice

CALENDAR = Calendar(holidays=national_holidays(2030))
FIRST_COUNTED = Practice(first_day_counted=True)
NO_ROLL = Practice(roll_forward=False)


def counted(
    day: date, practice: Practice = NATIONAL, *, infant: bool = False, language: str = "en"
) -> DayCount:
    facts = (
        Facts(event=DesignationEvent.INFANT, birth_date=day)
        if infant
        else Facts(event=DesignationEvent.DAMAGE, occurred_on=day, cause=Cause.DEFECT)
    )
    assessment = answer(facts, on=day, practice=practice, calendar=CALENDAR).assessment
    with override(language):
        given = day_count(assessment, CALENDAR)
        assert given is not None
        return given._replace(
            legend=tuple(meaning._replace(words=str(meaning.words)) for meaning in given.legend)
        )


def kinds(count: DayCount) -> dict[date, str]:
    return {cell.day: cell.kind for week in count.weeks for cell in week.days if cell}


def labels(count: DayCount) -> list[list[str]]:
    return [[cell.label if cell else "" for cell in week.days] for week in count.weeks]


def legend(count: DayCount) -> list[tuple[str, str]]:
    return [(meaning.label, str(meaning.words)) for meaning in count.legend]


def test_the_first_day_is_not_counted_and_told_so() -> None:
    """Monday 2 November 2026 and 30 days: Wednesday 2 December."""
    count = counted(date(2026, 11, 2))
    of = kinds(count)
    assert of[date(2026, 11, 2)] == "first"
    assert of[date(2026, 11, 3)] == "within closed"  # Culture Day
    assert of[date(2026, 11, 4)] == "within"
    assert of[date(2026, 11, 7)] == "within closed"  # a Saturday
    assert of[date(2026, 12, 2)] == "within end last"
    assert (min(of), max(of), len(of)) == (date(2026, 11, 2), date(2026, 12, 2), 31)
    assert labels(count)[0] == ["", "11/2", "3", "4", "5", "6", "7"]
    assert labels(count)[-1] == ["29", "30", "12/1", "12/2", "", "", ""]
    assert legend(count) == [
        ("11/2", "First day, not counted"),
        ("3", "Closed"),
        ("12/2", "Last day by law, and last open day"),
    ]


def test_the_first_day_is_counted_where_practice_counts_it() -> None:
    count = counted(date(2026, 11, 2), FIRST_COUNTED)
    of = kinds(count)
    assert of[date(2026, 11, 2)] == "within first"
    assert of[date(2026, 12, 1)] == "within end last"
    assert max(of) == date(2026, 12, 1)
    assert legend(count)[0] == ("11/2", "First day, counted")


def test_a_day_rolled_over_the_end_of_the_year() -> None:
    """30 days after 29 November 2026 is 29 December: closed until Monday 4 January 2027."""
    count = counted(date(2026, 11, 29))
    of = kinds(count)
    assert of[date(2026, 11, 29)] == "first closed"
    assert of[date(2026, 12, 28)] == "within"
    assert of[date(2026, 12, 29)] == "within closed end"
    assert of[date(2026, 12, 30)] == of[date(2027, 1, 3)] == "closed rolled"
    assert of[date(2027, 1, 4)] == "rolled last"
    assert max(of) == date(2027, 1, 4)
    assert legend(count)[2:] == [
        ("12/29", "Last day by law (closed)"),
        ("1/4", "Last open day, by this municipality's rule"),
    ]


def test_it_ends_on_a_closed_day_where_nothing_rolls() -> None:
    count = counted(date(2026, 11, 29), NO_ROLL)
    of = kinds(count)
    assert of[date(2026, 12, 28)] == "within last"
    assert of[date(2026, 12, 29)] == "within closed end"
    assert max(of) == date(2026, 12, 29)
    assert legend(count)[2:] == [("12/29", "Last day by law (closed)"), ("12/28", "The last open day")]


def test_a_first_year_shows_its_first_and_its_last_weeks() -> None:
    """Born on Thursday 29 February 2024: the year ends with 28 February 2025 (Civil Code Art. 143)."""
    facts = Facts(event=DesignationEvent.INFANT, birth_date=date(2024, 2, 29))
    assessment = answer(facts, on=date(2025, 1, 6), practice=NATIONAL, calendar=CALENDAR).assessment
    with override("en"):
        count = day_count(assessment, CALENDAR)
    assert count is not None
    of = kinds(count)
    assert of[date(2024, 2, 29)] == "within first"
    assert of[date(2025, 2, 28)] == "within end last"
    assert [week.left_out for week in count.weeks] == ["", "48 weeks not shown", "", "", "", ""]
    assert labels(count)[0] == ["", "", "", "", "2/29", "3/1", "2"]
    assert labels(count)[2][:2] == ["2/2", "3"]
    assert labels(count)[-1] == ["23", "24", "25", "26", "27", "2/28", ""]
    assert "48 weeks not shown" in count.sentence


def test_the_last_open_day_of_a_first_year_is_before_a_closed_birthday_eve() -> None:
    """Born on Monday 2 March 2026: the year ends with Monday 1 March 2027; on 1 March 2026, with Sunday 28 February."""
    assert kinds(counted(date(2026, 3, 2), infant=True))[date(2027, 3, 1)] == "within end last"
    of = kinds(counted(date(2026, 3, 1), infant=True))
    assert of[date(2027, 2, 26)] == "within last"
    assert of[date(2027, 2, 28)] == "within closed end"


def test_one_sentence_says_the_same() -> None:
    day = date(2026, 11, 29)
    assert counted(day).sentence == (
        "The first day is Sun 29 Nov 2026, which is not counted; "
        "closed on Saturdays, Sundays, Tue 29 Dec 2026 to Fri 1 Jan 2027; the last day by law is Tue 29 Dec 2026; "
        "accepted until Mon 4 Jan 2027 by this municipality's rule; the last open day is Mon 4 Jan 2027."
    )
    assert counted(day, language="ja").sentence == (
        "起算日は2026年11月29日(日)(数えません)、"
        "閉庁日は土曜日、日曜日、2026年12月29日(火)から2027年1月1日(金)まで、"
        "期限の日は2026年12月29日(火)、この市区町村の扱いで受け付けるのは2027年1月4日(月)まで、"
        "窓口が開いている最後の日は2027年1月4日(月)です。"
    )


def test_a_weekday_that_opens_once_is_named_with_that_day() -> None:
    calendar = Calendar(holidays=national_holidays(2030), extra_open=frozenset({date(2026, 11, 7)}))
    facts = Facts(event=DesignationEvent.DAMAGE, occurred_on=date(2026, 11, 2), cause=Cause.DEFECT)
    assessment = answer(facts, on=date(2026, 11, 2), practice=NATIONAL, calendar=calendar).assessment
    with override("en"):
        count = day_count(assessment, calendar)
    assert count is not None
    assert (
        "closed on Saturdays, Sundays, Tue 3 Nov 2026, Mon 23 Nov 2026; but open on Sat 7 Nov 2026;"
        in count.sentence
    )


def test_without_a_window_there_is_nothing_to_count() -> None:
    facts = Facts(event=DesignationEvent.DAMAGE, occurred_on=date(2026, 11, 30), cause=Cause.DEFECT)
    ahead = answer(facts, on=date(2026, 11, 2), practice=NATIONAL, calendar=CALENDAR).assessment
    assert day_count(ahead, CALENDAR) is None
