"""One application as people read it: its facts in words, what is still to do, and its timeline."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils.functional import Promise

from delivery.models import HandOver
from delivery.sheet import Badge
from delivery.shelf.services import may_be_posted_again
from delivery.states import State
from delivery.targets import LongerReason, Target
from delivery.timeline import Line, timeline
from desks.calendars import calendar_of, practice_of
from eligibility.age import age_in_years
from eligibility.day_count import DayCount, day_count
from eligibility.documents import IdentityKind, Password, passwords_required
from eligibility.events import Cause, Certificate, DesignationEvent, Paper
from eligibility.plain import from_json
from eligibility.reasons import Assessment
from eligibility.why import Because, because
from eligibility.wording import FEE_BASES, target_in_words
from eligibility.words import CAUSES, CERTIFICATES, EVENTS, IDENTITY_KINDS, PAPERS
from fees.models import Charge, Receipt, Reversal
from fees.rules import FeeBasis
from fees.words import source_in_words
from intake.arrival import Asked, asked
from intake.card_choices import why_no_signature
from intake.correcting.words import Told, history
from intake.fee_changes import fee_changes
from intake.handing_over.services import waits_at_desk
from intake.handing_over.words import Handed
from intake.inquiry.services import last_letter
from intake.letters import letter_to_change, letter_to_stop, letter_went_wrong
from intake.models import Agent, Application, IdentityDocument, InquiryLetter, Photo, Representative, Standing
from intake.passwords.requests import issuer_key
from intake.passwords.standing import PasswordStanding, standing_of
from intake.photos.services import photo_of, takes_photo

STANDINGS = {
    Standing.PENDING: ("wait", "clock"),
    Standing.ACCEPTED: ("good", "check"),
    Standing.REFUSED: ("plain", "cross"),
    Standing.WITHDRAWN: ("plain", "cross"),
}
WATCHED_FOR = timedelta(minutes=1)


@dataclass(frozen=True)
class Look:
    """A state in words, tone and icon."""

    words: str | Promise
    tone: str
    symbol: str


@dataclass(frozen=True)
class Record:
    """An application for the screen. Days are read from its rows; nothing is judged again."""

    application: Application
    on: date

    @property
    def standing(self) -> Look:
        return look_of_standing(self.application)

    @property
    def designation(self) -> Promise:
        return EVENTS[DesignationEvent(self.application.designation)]

    @property
    def cause(self) -> Promise | str:
        cause = self.application.law_facts.cause
        return "" if cause is Cause.UNKNOWN else CAUSES[cause]

    @property
    def certificates(self) -> list[Promise]:
        return [CERTIFICATES[Certificate(name)] for name in self.application.certificates]

    @property
    def missing(self) -> list[Promise]:
        return [PAPERS[Paper(name)] for name in self.application.missing]

    @cached_property
    def assessment(self) -> Assessment:
        """As it was judged then."""
        stored: Assessment = from_json(Assessment, self.application.assessment)
        return stored

    @property
    def trace(self) -> list[Because]:
        """Every step of the judgement, as it was judged then."""
        return [because(reason) for reason in self.assessment.trace]

    @property
    def day_count(self) -> DayCount | None:
        """The window as it was stored, on the open days as they are known now."""
        return day_count(self.assessment, calendar_of(self.application.desk.municipality, self.on))

    @cached_property
    def representative(self) -> Representative | None:
        return getattr(self.application, "representative", None)

    @cached_property
    def agent(self) -> Agent | None:
        return getattr(self.application, "agent", None)

    @cached_property
    def inquiry_letter(self) -> InquiryLetter | None:
        """The last one, where the identity is checked by letter."""
        return last_letter(self.application)

    @property
    def asks_by_letter(self) -> bool:
        """Whether it waits for the answer to an inquiry letter."""
        return self.is_pending and self.application.law_facts.inquiry_letter

    @cached_property
    def documents(self) -> list[tuple[IdentityDocument, Promise]]:
        rows = self.application.identity_documents.filter(replaced_in=None).select_related("seen_by")
        return [(row, IDENTITY_KINDS[IdentityKind(row.kind)]) for row in rows]

    @cached_property
    def charge(self) -> Charge | None:
        """The charge that holds: the last of those that replace each other."""
        rows = Charge.objects.filter(reference=self.application.reference, replaced_by=None)
        found: Charge | None = rows.select_related("receipt", "decided_by").first()
        return found

    @cached_property
    def receipt(self) -> Receipt | None:
        """The last receipt of the case, whether it stands or not."""
        found: Receipt | None = Receipt.objects.of_case(self.application.reference).first()
        return found

    @cached_property
    def refund(self) -> Reversal | None:
        """The last time money was given back."""
        rows = Reversal.objects.filter(
            receipt__charge__reference=self.application.reference, kind=Reversal.Kind.REFUND
        )
        return rows.select_related("receipt__charge", "decision__decided_by").order_by("-id").first()

    @property
    def fee_source(self) -> Promise | str:
        return source_in_words(self.charge) if self.charge else ""

    @cached_property
    def fee_changes(self) -> list[str]:
        """What would have made the fee lower."""
        return fee_changes(self.application, below=self.charge.amount) if self.charge else []

    @property
    def fee_basis(self) -> Promise | str:
        return FEE_BASES[FeeBasis(self.charge.basis)] if self.charge else ""

    # -- The card, its photo and its way

    @cached_property
    def photo(self) -> Photo | None:
        return photo_of(self.application)

    @property
    def takes_photo(self) -> bool:
        return takes_photo(self.application)

    @property
    def photo_is_compared(self) -> bool:
        """Whether a photo that is attached today is compared by a second person."""
        return practice_of(self.application.desk.municipality, self.on).photo_second_check

    @property
    def no_signature(self) -> list[Promise]:
        """Why the card has no signature certificate where nobody chose that."""
        return why_no_signature(self.application)

    @cached_property
    def arrival(self) -> list[Asked]:
        return asked(self.application)

    # -- What is still to do

    @cached_property
    def password_standing(self) -> PasswordStanding:
        return standing_of(self.application, self.passwords, on=self.on)

    @property
    def sets_on_paper(self) -> bool:
        """Whether the municipality has no issuer's key: then the sealed sheet is all there is."""
        return issuer_key(self.application.desk.municipality, on=self.on) is None

    @property
    def passwords(self) -> tuple[Password, ...]:
        return passwords_asked(self.application)

    @property
    def is_open(self) -> bool:
        return self.application.standing in (Standing.PENDING, Standing.ACCEPTED)

    @property
    def is_pending(self) -> bool:
        return self.application.standing is Standing.PENDING

    # -- The letter

    @property
    def letter_to_stop(self) -> bool:
        return letter_to_stop(self.application)

    @property
    def letter_to_change(self) -> bool:
        return letter_to_change(self.application)

    @property
    def letter_went_wrong(self) -> bool:
        return letter_went_wrong(self.application)

    @property
    def waits_at_desk(self) -> bool:
        return waits_at_desk(self.application)

    @property
    def may_be_posted_again(self) -> bool:
        letter = self.application.delivery
        return self.waits_at_desk and letter is not None and may_be_posted_again(letter)

    @cached_property
    def handed_over(self) -> Handed | None:
        """Who took the card at the desk."""
        letter = self.application.delivery
        if letter is None or letter.state != State.HANDED_OVER:
            return None
        row = HandOver.objects.standing_of(letter)
        return Handed(row) if row else None

    @cached_property
    def history(self) -> list[Told]:
        """Every correction, the newest first."""
        return history(self.application)

    @property
    def delivery_look(self) -> Look | None:
        return look_of_letter(self.application)

    @property
    def is_being_handed_off(self) -> bool:
        return self.application.delivery is not None and self.application.delivery.state == State.REQUESTED

    def changes_soon(self, at: datetime) -> bool:
        """Whether a page asks again by itself: for a minute after the hand-off was written, then nobody looks."""
        letter = self.application.delivery
        return (
            self.is_being_handed_off and letter is not None and at - letter.hand_off.created_at < WATCHED_FOR
        )

    @property
    def target(self) -> str:
        """By when it should arrive or why no day is named, once the worker has planned it."""
        letter = self.application.delivery
        if letter is None or letter.chase_on is None:
            return ""
        longer = (LongerReason(letter.no_target_reason),) if letter.no_target_reason else ()
        since = letter.municipality.backlog_since if LongerReason.BACKLOG in longer else None
        known = Target(letter.accepted_on, letter.target_date, longer, letter.chase_on, backlog_since=since)
        return target_in_words(known)

    @cached_property
    def lines(self) -> list[Line]:
        return timeline(self.application.delivery) if self.application.delivery else []


def look_of_standing(application: Application) -> Look:
    return Look(application.standing_words, *STANDINGS[application.standing])


def look_of_letter(application: Application) -> Look | None:
    """The state of the registered letter, None before there is one."""
    if application.delivery is None:
        return None
    badge = Badge(State(application.delivery.state))
    return Look(badge.words, badge.tone, badge.symbol)


def record_of(application: Application, *, on: date) -> Record:
    return Record(application, on)


def passwords_asked(application: Application) -> tuple[Password, ...]:
    """The passwords this card needs, by the age on the day the application was accepted or first seen."""
    facts = application.law_facts
    day = application.accepted_on or application.first_visit_on
    return passwords_required(
        age_in_years(application.birth_date, on=day),
        on=day,
        is_ward=facts.is_ward,
        certificates=facts.certificates,
        face_authentication=facts.face_authentication,
    )
