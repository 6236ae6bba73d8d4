"""The question for another day: every fact that decides, and two days with a practice each."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes, with_weekday
from desks.fields import Choice, Choices
from desks.models import Municipality
from eligibility.dated import NotInForce
from eligibility.events import (
    AgeBand,
    Certificate,
    ContradictoryFacts,
    DayAnswer,
    DayDoubt,
    DesignationEvent,
    Facts,
    OrdinaryCase,
    Paper,
    YesNo,
    doubtful_days,
)
from eligibility.rules import LAW
from eligibility.wording import DAY_DOUBTS
from eligibility.words import AGE_BANDS, CASES, CERTIFICATES, PAPERS
from intake.asking.comparing import NATIONAL_DEFAULT, OWN, practices
from intake.entry_fields import tick_field
from intake.event_fields import (
    DESIGNATIONS,
    TICKED,
    cause_field,
    cause_of,
    chosen_fields,
    trigger_field,
    trigger_of,
)
from intake.layout import asking_layout

AHEAD: Final = timedelta(days=3653)
HOME_DESK, OTHER_DESK = "home", "other"
SIDES: Final = ("left", "right")

#: What to do about facts that cannot all be true, by the code of `ContradictoryFacts`.
CONTRADICTIONS: Final[dict[str, Promise]] = {
    "day_missing": _("Enter the day, or choose that it has not come yet or is not known."),
    "day_not_known": _("A day is entered: choose that it is known, or take it out."),
    "infants_are_under_one": _("This reason is for children under one. Take the age out."),
    "birth_date_tells": _("The date of birth tells the age. Take one of them out."),
    "after_completion": _("The first visit is after the day asked about. Check both."),
}
_DAY_ANSWERS = [
    (DayAnswer.KNOWN, _("It is this day:")),
    (DayAnswer.NOT_YET, _("It has not come yet")),
    (DayAnswer.UNKNOWN, _("It is not known")),
]
_YES_NO = [(YesNo.UNKNOWN, _("Not known")), (YesNo.YES, _("Yes")), (YesNo.NO, _("No"))]


def _asked(label: Any) -> Choice:
    return Choice(choices=_YES_NO, label=label, initial=YesNo.UNKNOWN)


def _practice(label: Any, initial: str) -> Choice:
    message = _("Choose a practice of this list. The national default stands for municipalities not in it.")
    return Choice(label=label, initial=initial, error_messages={"invalid_choice": message})


class AskForm(forms.Form):
    """Errors stand at their fields. `facts`: what a valid form tells."""

    event = Choice(
        choices=[*DESIGNATIONS, (_("None of the ten"), [(case, CASES[case]) for case in OrdinaryCase])],
        label=_("What happened"),
    )
    with_birth_notification = tick_field(_("Brought together with the birth notification"))
    lost_cause = cause_field(DesignationEvent.LOST, _("How it was lost"))
    damage_cause = cause_field(DesignationEvent.DAMAGE, _("How it was damaged"))
    foreign_trigger = trigger_field(DesignationEvent.FOREIGN)
    number_trigger = trigger_field(DesignationEvent.NUMBER_CHANGE)
    day_answer = Choice(
        choices=_DAY_ANSWERS,
        label=_("The day that counts"),
        widget=forms.RadioSelect,
        initial=DayAnswer.KNOWN,
        help_text=_("For a child under one it is the date of birth."),
    )
    occurred_on = DateBoxes(label=_("That day"), required=False)
    police_number = _asked(_("The police's number was shown"))
    disaster_certificate = _asked(_("A disaster certificate was shown"))
    first_notice = _asked(_("The first moving-in notice after arriving in Japan"))
    had_card_before = _asked(_("A card was issued before"))
    old_card_shown = _asked(_("The old card was shown or handed in"))
    card_received_since = _asked(_("A card was issued after that day already"))
    prevented = _asked(_("Circumstances kept the person from applying in time"))

    birth_date = DateBoxes(label=_("Date of birth"), required=False)
    age_band = Choice(
        choices=[
            (AgeBand.UNKNOWN, _("Not known")),
            *((band, AGE_BANDS[band]) for band in AgeBand if band is not AgeBand.UNKNOWN),
        ],
        label=_("Age, where the date of birth is not known"),
        initial=AgeBand.UNKNOWN,
    )
    is_ward = tick_field(_("Under adult guardianship"))
    desk = Choice(
        choices=[
            (HOME_DESK, _("Of the municipality where the person is registered")),
            (OTHER_DESK, _("Of another municipality")),
        ],
        label=_("The desk"),
        widget=forms.RadioSelect,
        initial=HOME_DESK,
    )
    certificates = Choices(
        choices=[(one, CERTIFICATES[one]) for one in Certificate],
        label=_("Electronic certificates"),
        required=False,
        initial=list(Certificate),
    )
    face_authentication = tick_field(_("Face-authentication card, without passwords (takes longer)"))
    kept_character = tick_field(_("A non-standard character is kept (takes longer)"))
    inquiry_letter = tick_field(_("Identity is checked by an inquiry letter (takes longer)"))
    first_visit_on = DateBoxes(label=_("First visit, if papers were missing then"), required=False)
    missing = Choices(
        choices=[(paper, PAPERS[paper]) for paper in Paper], label=_("Papers still missing"), required=False
    )

    left_on = DateBoxes(label=_("Day"))
    left_practice = _practice(_("Practice"), OWN)
    right_on = DateBoxes(label=_("Compared with the day"))
    right_practice = _practice(_("Compared with the practice"), NATIONAL_DEFAULT)

    def __init__(self, data: Mapping[str, Any] | None = None, *, at: Municipality, today: date) -> None:
        super().__init__(data, initial=dict.fromkeys(("left_on", "right_on"), today))
        self.today = today
        self.facts: Facts | None = None
        for side in SIDES:
            choice = self.fields[f"{side}_practice"]
            assert isinstance(choice, Choice)  # noqa: S101 - tells the type checker
            choice.choices = practices(at)
        for name, event in (("lost_cause", DesignationEvent.LOST), ("damage_cause", DesignationEvent.DAMAGE)):
            self.fields[name].required = bool(data) and (data or {}).get("event") == event
        layout = asking_layout()
        self.order_fields([pointer.name for pointer in layout.get_field_names()])
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = layout

    def clean_left_on(self) -> date:
        return self._day_asked_about("left_on")

    def clean_right_on(self) -> date:
        return self._day_asked_about("right_on")

    def _day_asked_about(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        try:
            LAW.row("launch_on", on=day)
        except NotInForce:
            raise forms.ValidationError(
                _("Express issuance began on 2 December 2024. Ask about that day or a later one.")
            ) from None
        last = self.today + AHEAD
        if day > last:
            raise forms.ValidationError(_("Ask about a day up to %(day)s.") % {"day": with_weekday(last)})
        return day

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "event" not in given or self.errors.keys() & {"occurred_on", "birth_date", "first_visit_on"}:
            return given
        try:
            facts = _facts(given)
        except ContradictoryFacts as contradiction:
            self.add_error(contradiction.field, str(CONTRADICTIONS[contradiction.code]))
            return given
        if {"left_on", "right_on"} <= given.keys():
            self._doubt_days(facts, given["left_on"], given["right_on"])
        self.facts = None if self.errors else facts
        return given

    def _doubt_days(self, facts: Facts, *days: date) -> None:
        """Only a child may be born, and only the day that counts may come, between the two days asked about."""
        doubts = doubtful_days(facts, on=max(days))
        before = doubtful_days(facts, on=min(days))
        always = (
            {"first_visit_on"} if facts.event is DesignationEvent.INFANT else {"first_visit_on", "birth_date"}
        )
        for field, doubt in (doubts | {name: before[name] for name in always & before.keys()}).items():
            sentence = _TOO_LATE if doubt is DayDoubt.AHEAD else DAY_DOUBTS[doubt]
            self.add_error(field, str(sentence))


_TOO_LATE = _("This day is after a day asked about. Enter an earlier one, or ask about later days.")


def _facts(given: Mapping[str, Any]) -> Facts:
    """Raises ContradictoryFacts."""
    chosen = given["event"]
    designated = chosen in DesignationEvent.__members__
    event = DesignationEvent(chosen) if designated else OrdinaryCase(chosen)
    infant = event is DesignationEvent.INFANT
    overseas = event is DesignationEvent.OVERSEAS
    answers: dict[str, Any] = {name: _answered(given, name) for name in TICKED}
    answers |= {name: given[name] for name in _TICKS}
    return Facts(
        event=event,
        day_answer=DayAnswer(given.get("day_answer") or DayAnswer.KNOWN) if designated else DayAnswer.KNOWN,
        occurred_on=given["occurred_on"] if designated and not infant else None,
        birth_date=given["birth_date"],
        age_band=AgeBand(given.get("age_band") or AgeBand.UNKNOWN),
        is_ward=given["is_ward"],
        at_residence_desk=given.get("desk") != OTHER_DESK,
        with_birth_notification=infant and given["with_birth_notification"],
        certificates=frozenset(map(Certificate, given.get("certificates", ()))),
        cause=cause_of(event, given),
        trigger=trigger_of(event, given),
        first_notice=_answered(given, "first_notice") if overseas else YesNo.UNKNOWN,
        missing=frozenset(map(Paper, given.get("missing", ()))),
        first_visit_on=given["first_visit_on"],
        **answers,
    )


_TICKS: Final = ("kept_character", "face_authentication", "inquiry_letter")


def _answered(given: Mapping[str, Any], name: str) -> YesNo:
    return YesNo(given.get(name) or YesNo.UNKNOWN)


def as_typed(facts: Facts, **asked: date | str) -> dict[str, Any]:
    """What a browser would send for these facts; `asked`: the days and practices."""
    days = {
        "occurred_on": facts.occurred_on,
        "birth_date": facts.birth_date,
        "first_visit_on": facts.first_visit_on,
        **{name: value for name, value in asked.items() if isinstance(value, date)},
    }
    typed: dict[str, Any] = {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in days.items()
        if day
        for part in ("year", "month", "day")
    }
    typed |= {name: "on" for name in (*_TICKS, "is_ward", "with_birth_notification") if getattr(facts, name)}
    typed |= {name: getattr(facts, name) for name in (*TICKED, "first_notice", "age_band")}
    return typed | {
        **chosen_fields(facts),
        "event": facts.event,
        "day_answer": facts.day_answer,
        "desk": HOME_DESK if facts.at_residence_desk else OTHER_DESK,
        "certificates": sorted(facts.certificates),
        "missing": sorted(facts.missing),
        **{name: value for name, value in asked.items() if isinstance(value, str)},
    }
