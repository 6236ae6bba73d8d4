"""Facts, practices, calendars and days that Hypothesis tries the law with."""

from datetime import date, timedelta

from hypothesis import strategies as st

from eligibility.calendar import Calendar
from eligibility.events import (
    CAUSES_OF,
    TRIGGERS_OF,
    AgeBand,
    Cause,
    Certificate,
    DayAnswer,
    DesignationEvent,
    Facts,
    OrdinaryCase,
    Paper,
    Trigger,
    YesNo,
)
from eligibility.practice import PAIRS, BirthCheck, FeeChoice, OtherDesk, Practice
from tests.eligibility.cases import HOLIDAYS, facts_from

LAUNCH = date(2024, 12, 2)

application_days = st.dates(LAUNCH, date(2031, 12, 31))
start_days = st.dates(date(2023, 1, 1), date(2030, 12, 31))
birth_dates = st.dates(date(1910, 1, 1), date(2030, 12, 31))
yes_no = st.sampled_from(YesNo)
calendars = st.builds(
    Calendar,
    holidays=st.just(HOLIDAYS),
    closed_days=st.frozensets(application_days, max_size=5),
    extra_open=st.frozensets(application_days, max_size=5),
)
fee_choices = st.sampled_from(FeeChoice)
pairs = st.frozensets(st.sampled_from(PAIRS))
practices = st.builds(
    Practice,
    first_day_counted=st.booleans(),
    roll_forward=st.booleans(),
    infant_thirty_days_binding=st.booleans(),
    other_desk=st.sampled_from(OtherDesk),
    other_desk_extra_days=st.integers(0, 10),
    own_fault_damage=fee_choices,
    damage_of_unknown_cause=fee_choices,
    theft_with_police_number=fee_choices,
    defect=fee_choices,
    disaster=fee_choices,
    returnee_without_old_card=fee_choices,
    number_change=fee_choices,
    applicant_papers=pairs,
    infant_papers=pairs,
    representative_papers=pairs,
    birth_notification_check=st.sampled_from(BirthCheck),
    police_number_outside_home=st.booleans(),
    target_days=st.integers(1, 14),
    chase_after_days=st.integers(15, 40),
)


def _beside_the_day(draw: st.DrawFn, event: DesignationEvent | OrdinaryCase) -> dict[str, object]:
    """Everything that can be told about this event, the days aside."""
    infant = event is DesignationEvent.INFANT
    return {
        "cause": draw(st.sampled_from((*CAUSES_OF.get(event, ()), Cause.UNKNOWN))),
        "trigger": draw(st.sampled_from((*TRIGGERS_OF.get(event, ()), Trigger.UNKNOWN))),
        "first_notice": draw(yes_no) if event is DesignationEvent.OVERSEAS else YesNo.UNKNOWN,
        "police_number": draw(yes_no),
        "disaster_certificate": draw(yes_no),
        "had_card_before": draw(yes_no),
        "old_card_shown": draw(yes_no),
        "card_received_since": draw(yes_no),
        "prevented": draw(yes_no),
        "is_ward": draw(st.booleans()),
        "at_residence_desk": draw(st.booleans()),
        "with_birth_notification": infant and draw(st.booleans()),
        "certificates": draw(st.frozensets(st.sampled_from(Certificate))),
        "missing": draw(st.frozensets(st.sampled_from(Paper), max_size=2)),
        "kept_character": draw(st.booleans()),
        "face_authentication": draw(st.booleans()),
        "inquiry_letter": draw(st.booleans()),
    }


def _age(draw: st.DrawFn) -> dict[str, object]:
    """A birth date, or a band, or neither."""
    if draw(st.booleans()):
        return {"birth_date": draw(birth_dates)}
    return {"age_band": draw(st.sampled_from(AgeBand))}


@st.composite
def known_facts(draw: st.DrawFn, **fixed: object) -> Facts:
    """A designation whose day is known."""
    event = draw(st.sampled_from(DesignationEvent))
    age = {} if event is DesignationEvent.INFANT else _age(draw)
    return facts_from(event, draw(start_days), **(_beside_the_day(draw, event) | age | fixed))


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    """Whatever can be told, the day known or not, one of the designations or none."""
    event = draw(st.sampled_from([*DesignationEvent, *OrdinaryCase]))
    if isinstance(event, OrdinaryCase):
        return Facts(event=event, **_beside_the_day(draw, event), **_age(draw))
    if draw(st.booleans()):
        return draw(known_facts())
    age = {} if event is DesignationEvent.INFANT else _age(draw)
    unknown = draw(st.sampled_from([DayAnswer.NOT_YET, DayAnswer.UNKNOWN]))
    return Facts(event=event, day_answer=unknown, **_beside_the_day(draw, event), **age)


@st.composite
def visits(draw: st.DrawFn) -> tuple[Facts, date]:
    """Facts with a first visit before the application day, or without one; and that day."""
    on = draw(application_days)
    first = draw(st.none() | st.dates(max(LAUNCH, on - timedelta(days=60)), on))
    return draw(known_facts(first_visit_on=first)), on
