"""What would have made the fee lower: the nearest changes of a case, by the practice it was judged by."""

from desks.calendars import calendar_of, practice_value
from eligibility.answer import answer
from eligibility.nearest import nearest_changes
from eligibility.practice import NATIONAL
from eligibility.wording import change_in_words
from intake.models import Application


def fee_changes(application: Application, *, below: int) -> list[str]:
    """What would cost less than `below` yen, a line each: "Without certificates: 1,800 yen"; none until accepted.

    Only the fee is told again, for the day of acceptance: what was judged stays as it was stored.
    """
    on = application.accepted_on
    if on is None:
        return []
    residence = application.residence_practice
    own = practice_value(application.practice)
    practice = practice_value(residence) if residence else NATIONAL
    calendar = calendar_of(application.desk.municipality, on)
    facts = application.law_facts
    given = answer(facts, on=on, practice=practice, desk_practice=own, calendar=calendar)
    changes = nearest_changes(facts, given, on=on, practice=practice, desk_practice=own, calendar=calendar)
    return [
        change_in_words(change._replace(action=None, target_date=None))
        for change in changes
        if change.fee is not None and change.fee < below
    ]
