"""The application form: shape only. What follows from it is the law's answer (intake/judging.py)."""

from datetime import date
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.fields import Choice, Choices, Text
from desks.models import Municipality
from eligibility.events import (
    AgeBand,
    Certificate,
    DesignationEvent,
    Facts,
    Heading,
    Paper,
    YesNo,
    doubtful_days,
)
from eligibility.slip.content import SlipContent
from eligibility.wording import DAY_DOUBTS
from eligibility.words import PAPERS
from intake.attending import People
from intake.decision_forms import DecisionForm
from intake.entry import ApplicationEntry
from intake.entry_fields import remark_field, tick_field
from intake.event_fields import cause_of, trigger_of
from intake.layout import entry_layout
from intake.models import CharacterChoice, Sex
from intake.sections.again import AgainFields
from intake.sections.applicant import CHARACTERS, ApplicantFields
from intake.sections.card import DESK, SAID, CardFields
from intake.sections.event import EventFields
from intake.sections.people import PeopleFields
from intake.sections.place import RESIDENCE, PlaceFields
from intake.sections.support import SupportFields
from intake.slips import ELSEWHERE, HERE, another_reason, is_about, told, told_age, told_facts


class EntryForm(
    EventFields,
    ApplicantFields,
    PlaceFields,
    PeopleFields,
    CardFields,
    SupportFields,
    AgainFields,
    DecisionForm,
):
    """What a clerk types at the counter, in the order in which people say it. Errors stand at their fields."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Open a new form and enter the application there."),
            "invalid": _("Open a new form and enter the application there."),
        },
    )

    slip = Text(
        max_length=40,
        label=_("Code of a slip"),
        required=False,
        help_text=_("Scan it, or type it and press Enter. It fills in what is still empty."),
        widget=forms.TextInput(attrs={"class": "w-11", "autocapitalize": "characters"}),
    )
    slip_read = Text(max_length=40, required=False, widget=forms.HiddenInput)

    inquiry_letter = tick_field(_("Identity is checked by an inquiry letter (takes longer)"))
    missing = Choices(
        choices=[(paper, PAPERS[paper]) for paper in Paper if paper is not Paper.INQUIRY_REPLY],
        label=_("Papers still missing"),
        required=False,
    )

    prevented = tick_field(_("Late: circumstances kept the person from applying in time"))
    exception_evidence = remark_field(
        _("Late: what shows the circumstances"), help_text=_("A certificate, a letter. No numbers of papers.")
    )

    def __init__(
        self,
        *args: Any,
        municipality: Municipality,
        today: date,
        layout: Layout | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, layout=layout or entry_layout(), **kwargs)
        self.municipality = municipality
        self.today = today
        self.residence_code = municipality.code
        self.facts: Facts | None = None
        self.told: SlipContent | None = None
        self._read_postcode()
        self.fields["character_choice"].required = self.must_choose_characters()
        here = gettext("In %(municipality)s") % {"municipality": municipality}
        registered = self.fields["registered"]
        assert isinstance(registered, Choice)  # noqa: S101 - tells the type checker
        if self.is_bound:
            self._require_what_this_case_has()
        registered.choices = [(HERE, here), (ELSEWHERE, gettext("In another municipality"))]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self._need("another_reason", bool(given.get("another")))
        self.told = told(given.get("slip_read", ""))
        if self.told and self.told.event is Heading.OTHER and not given.get("event"):
            self["event"].help_text = another_reason()
        self._place(given)
        self.facts = self.read_facts(given)
        if self.facts:
            for field, doubt in doubtful_days(self.facts, on=self.today).items():
                self.add_error(field, str(DAY_DOUBTS[doubt]))
                self.facts = None
        return given

    def _require_what_this_case_has(self) -> None:
        event = self.data.get("event")
        for name, wanted in (
            ("lost_cause", event == DesignationEvent.LOST),
            ("damage_cause", event == DesignationEvent.DAMAGE),
            ("occurred_on", event and event != DesignationEvent.INFANT),
        ):
            self.fields[name].required = bool(wanted)
        self.require_people()

    def read_facts(self, given: dict[str, Any]) -> Facts | None:
        """What the law asks about, as soon as it is there; the rest of the form may still be wrong."""
        event = DesignationEvent(given["event"]) if given.get("event") else None
        infant = event is DesignationEvent.INFANT
        day = given.get("birth_date" if infant else "occurred_on")
        born = given.get("birth_date")
        if event is None or day is None or (born is None and not is_about(self.told, event)):
            return told_facts(self.told, event)
        return Facts(
            event=event,
            occurred_on=None if infant else day,
            birth_date=born,
            age_band=AgeBand.UNKNOWN if born else told_age(self.told),
            is_ward=given["is_ward"],
            at_residence_desk=self.residence_code == self.municipality.code,
            with_birth_notification=infant and given["with_birth_notification"],
            certificates=frozenset(map(Certificate, given.get("certificates", ()))),
            cause=cause_of(event, given),
            trigger=trigger_of(event, given),
            first_notice=_first_notice(event, given),
            police_number=_yes_or_no(given["police_number"]),
            disaster_certificate=_yes_or_no(given["disaster_certificate"]),
            had_card_before=_yes_or_no(given["had_card_before"]),
            old_card_shown=_yes_or_no(given["old_card_shown"]),
            card_received_since=_yes_or_no(given["card_received_since"]),
            prevented=_yes_or_no(given["prevented"]),
            missing=frozenset(map(Paper, given.get("missing", ()))),
            kept_character=given.get("character_choice") == CharacterChoice.KEEP,
            face_authentication=given["face_authentication"],
            inquiry_letter=given["inquiry_letter"],
        )

    def asked_again(self) -> list[str]:
        """The questions and remarks that only some answers raise, drawn for a page on which somebody types."""
        return [question.drawn(self, again=True) for question in (CHARACTERS, RESIDENCE, *SAID)]

    def without_gaps(self) -> None:
        """Takes back that something is still empty: the form is looked at, not submitted."""
        for name, errors in list(self.errors.items()):
            kept = [error for error in errors.as_data() if error.code != "required"]
            del self.errors[name]
            if kept:
                self.errors[name] = self.error_class(kept, renderer=self.renderer)

    def people(self) -> People:
        """Who is at the desk, as far as it is typed."""
        return self.people_with(self.documents())

    def entry(self) -> ApplicationEntry:
        """The application of a valid form."""
        given = self.cleaned_data
        assert self.facts is not None  # noqa: S101 - a valid form has them
        return ApplicationEntry(
            facts=self.facts,
            name=given["name"],
            kana=given["kana"],
            character_choice=given["character_choice"],
            sex=Sex(given["sex"]),
            residence_code=self.residence_code,
            postcode=given["postcode"].replace("-", ""),
            address=given["address"],
            phone=given["phone"],
            email=self.email_address(),
            language=given["language"],
            braille=given["braille"],
            to_desk=given["deliver_to"] == DESK,
            **self.arrival(),
            support_measures=given["support_measures"],
            safe_to_post=self.safety(),
            evidence=given["evidence"],
            representative=self.representative(),
            agent=self.agent(),
            documents=self.documents(),
            fee=self.fee_decision(),
            exception_reason=given["exception_reason"],
            exception_evidence=given["exception_evidence"],
            application_id=given["application_id"],
            another_reason=self.reason_for_another(),
        )


def _first_notice(event: DesignationEvent, given: dict[str, Any]) -> YesNo:
    return _yes_or_no(not given["later_notice"]) if event is DesignationEvent.OVERSEAS else YesNo.UNKNOWN


def _yes_or_no(ticked: bool) -> YesNo:
    return YesNo.YES if ticked else YesNo.NO
