"""Who must come, what to bring, which identity papers suffice, whether there is a photo, which passwords are set."""

from collections.abc import Iterable, Set
from dataclasses import replace
from datetime import date
from enum import auto
from typing import NamedTuple

from eligibility.age import age_at_most, age_band, certificates_available
from eligibility.events import (
    AgeBand,
    Cause,
    Certificate,
    DesignationEvent,
    Facts,
    OrdinaryCase,
    Paper,
    Trigger,
    YesNo,
)
from eligibility.plain import Term
from eligibility.practice import BirthCheck, IdentityPair, Practice
from eligibility.rules import police_number_needed


class Attendee(Term):
    """Who comes to the desk."""

    APPLICANT = auto()
    LEGAL_REPRESENTATIVE = auto()
    NOTIFIER = auto()


class AttendanceRule(Term):
    """Why they come."""

    IN_PERSON = auto()
    IN_PERSON_AGE_UNKNOWN = auto()
    WITH_REPRESENTATIVE = auto()
    WITH_BIRTH_NOTIFICATION = auto()


class Attendance(NamedTuple):
    """Everybody in `who` comes, together."""

    who: tuple[Attendee, ...]
    rule: AttendanceRule
    source: str

    @property
    def represented(self) -> bool:
        """Whether a legal representative acts. Anybody else of full capacity applies in person, for nobody else."""
        return self.rule in (AttendanceRule.WITH_REPRESENTATIVE, AttendanceRule.WITH_BIRTH_NOTIFICATION)

    @property
    def agent_allowed(self) -> bool:
        """Whether somebody may come in the place of whoever applies: only with the birth notification."""
        return self.rule is AttendanceRule.WITH_BIRTH_NOTIFICATION


class Password(Term):
    """The passwords of a card: the first has 6 to 16 characters, the others four digits."""

    SIGNATURE = auto()
    USER_AUTHENTICATION = auto()
    RESIDENT_REGISTER = auto()
    CARD_FACE_INPUT = auto()


class Documents(NamedTuple):
    """What to bring. Both forms are at the desk. An empty set of pairs: that person's identity is not checked."""

    bring: tuple[Paper, ...]
    applicant_papers: frozenset[IdentityPair]
    representative_papers: frozenset[IdentityPair]
    photo: bool
    passwords: tuple[Password, ...]


class IdentityKind(Term):
    """A kind of identity paper that a clerk has seen. Never a number of it."""

    MY_NUMBER_CARD = auto()
    DRIVING_LICENCE = auto()
    DRIVING_HISTORY = auto()
    PASSPORT = auto()
    RESIDENT_REGISTER_CARD = auto()
    DISABILITY_HANDBOOK = auto()
    RESIDENCE_CARD = auto()
    SPECIAL_PERMANENT_RESIDENT = auto()
    LANDING_OR_STAY_PERMIT = auto()
    HEALTH_INSURANCE = auto()
    PENSION_HANDBOOK = auto()
    EMPLOYEE_CARD = auto()
    STUDENT_CARD = auto()
    BANK_BOOK = auto()
    MEDICAL_AID = auto()
    CHILD_ALLOWANCE = auto()
    PUBLIC_LICENCE = auto()
    MATERNAL_AND_CHILD_HANDBOOK = auto()
    OTHER_NAMED_PAPER = auto()
    PHOTO_CERTIFICATE = auto()


_IN_ORDER = list(IdentityKind)
#: The A papers (a face, from a public body). Source: published lists of Ashiya and Hiroshima.
A_PAPERS = frozenset(_IN_ORDER[: _IN_ORDER.index(IdentityKind.HEALTH_INSURANCE)])
#: By a hospital, a facility or a care manager: with two of B in place of an A, the applicant's only. Source: Shibushi.
B_PAPERS = frozenset(IdentityKind) - A_PAPERS - {IdentityKind.PHOTO_CERTIFICATE}


class Lack(NamedTuple):
    """What would suffice beside the papers shown: so many of A, so many more of either, and a photo certificate."""

    of_a: int
    of_either: int
    certificate: bool = False


# How many papers, and how many of them A.
_NEEDED = {
    IdentityPair.A: (1, 1),
    IdentityPair.A_A: (2, 2),
    IdentityPair.A_B: (2, 1),
    IdentityPair.B_B: (2, 0),
}
_WITH_ONE_A = frozenset({IdentityPair.A, IdentityPair.A_B})


def identity_suffices(
    shown: Iterable[IdentityKind], accepted: Set[IdentityPair], *, of_applicant: bool = False
) -> bool:
    """Whether the papers shown hold one of the accepted pairs; an A paper also does where a B is asked."""
    return not identity_lacks(shown, accepted, of_applicant=of_applicant)


def identity_lacks(
    shown: Iterable[IdentityKind], accepted: Set[IdentityPair], *, of_applicant: bool = False
) -> tuple[Lack, ...]:
    """What could be added, any one of these, the least first; empty where the papers shown suffice.

    Of one kind a person has one paper: twice the same counts once, but for OTHER_NAMED_PAPER.
    """
    papers = list(shown)
    unnamed = IdentityKind.OTHER_NAMED_PAPER
    of_a = len(A_PAPERS.intersection(papers))
    number = of_a + len(B_PAPERS.intersection(papers) - {unnamed}) + papers.count(unnamed)
    found = {_lack(*_NEEDED[pair], of_a, number) for pair in accepted}
    if of_applicant and accepted & _WITH_ONE_A:
        found.add(Lack(0, max(2 - number, 0), IdentityKind.PHOTO_CERTIFICATE not in papers))
    if Lack(0, 0) in found:
        return ()
    return tuple(sorted(one for one in found if not any(_is_less(other, one) for other in found)))


def _lack(papers: int, papers_of_a: int, of_a: int, number: int) -> Lack:
    more_of_a = max(papers_of_a - of_a, 0)
    return Lack(more_of_a, max(papers - number - more_of_a, 0))


def _is_less(one: Lack, other: Lack) -> bool:
    """Whether whoever has what `other` asks for has what `one` asks for, and need not show all of it."""
    fewer = one.of_a <= other.of_a and sum(one[:2]) <= sum(other[:2]) and one.certificate <= other.certificate
    return fewer and one != other


def needs_representative(band: AgeBand, *, is_ward: bool) -> bool:
    """Under 15 or under guardianship: the legal representative acts, and sets the passwords."""
    return is_ward or band in (AgeBand.UNDER_ONE, AgeBand.UNDER_FIFTEEN)


def attendance(facts: Facts, *, on: date) -> Attendance:
    """Who must come. An agent by choice only ever comes with a birth notification."""
    band = age_band(facts, on=on)
    if facts.with_birth_notification:
        return _BIRTH_NOTIFICATION
    if needs_representative(band, is_ward=facts.is_ward):
        return _WITH_REPRESENTATIVE
    return _AGE_UNKNOWN if band is AgeBand.UNKNOWN else _IN_PERSON


_SOURCE = "municipal_attendance"
_BIRTH_NOTIFICATION = Attendance(
    (Attendee.NOTIFIER,), AttendanceRule.WITH_BIRTH_NOTIFICATION, "municipal_birth_notification"
)
_WITH_REPRESENTATIVE = Attendance(
    (Attendee.APPLICANT, Attendee.LEGAL_REPRESENTATIVE), AttendanceRule.WITH_REPRESENTATIVE, _SOURCE
)
_IN_PERSON = Attendance((Attendee.APPLICANT,), AttendanceRule.IN_PERSON, _SOURCE)
_AGE_UNKNOWN = Attendance((Attendee.APPLICANT,), AttendanceRule.IN_PERSON_AGE_UNKNOWN, _SOURCE)


def documents(facts: Facts, *, on: date, desk: Practice) -> Documents:
    """What to bring to the desk whose practice is `desk`."""
    band = age_band(facts, on=on)
    represented = needs_representative(band, is_ward=facts.is_ward)
    photo = band is not AgeBand.UNDER_ONE
    own, representative = _identity_pairs(facts, band, desk, represented=represented)
    bring = (
        *((Paper.IDENTITY,) if own else ()),
        *((Paper.REPRESENTATIVE_IDENTITY,) if representative else ()),
        *((Paper.REPRESENTATION,) if represented else ()),
        *((Paper.PHOTO,) if photo else ()),
        *_papers_of_the_event(facts, desk),
        *((Paper.INQUIRY_REPLY,) if facts.inquiry_letter else ()),
    )
    return Documents(bring, own, representative, photo, _passwords(facts, on=on))


#: To pick up an ordinary card at the desk. Source: published lists of Hagi, Owariasahi and Mifune.
PICK_UP_PAPERS = frozenset({IdentityPair.A, IdentityPair.B_B})
#: Of somebody who comes in the person's place, where a desk allows that. Source: the same.
PROXY_PAPERS = frozenset({IdentityPair.A_A, IdentityPair.A_B})


def pick_up_attendance(facts: Facts, *, on: date) -> Attendance:
    """Who must come to collect a card at the desk: as to apply, at the age of this day. The birth was notified."""
    return attendance(replace(facts, with_birth_notification=False), on=on)


def ordinary_documents(facts: Facts, *, on: date) -> Documents:
    """What ordinary issuance needs: the photo to apply; identity papers and the old card to pick it up."""
    band = age_band(facts, on=on)
    represented = needs_representative(band, is_ward=facts.is_ward)
    photo = band is not AgeBand.UNDER_ONE
    bring = (
        *((Paper.PHOTO,) if photo else ()),
        Paper.IDENTITY,
        *((Paper.REPRESENTATIVE_IDENTITY, Paper.REPRESENTATION) if represented else ()),
        *((Paper.OLD_CARD,) if _may_have_an_old_card(facts) else ()),
    )
    representative = PICK_UP_PAPERS if represented else frozenset()
    return Documents(bring, PICK_UP_PAPERS, representative, photo, _passwords(facts, on=on))


def _may_have_an_old_card(facts: Facts) -> bool:
    """Not whoever lost it or never had one; a child under one has one only where somebody says so."""
    if facts.event in (DesignationEvent.LOST, OrdinaryCase.FIRST_CARD):
        return False
    told = (YesNo.YES,) if facts.event is DesignationEvent.INFANT else (YesNo.YES, YesNo.UNKNOWN)
    return facts.had_card_before in told


def _passwords(facts: Facts, *, on: date) -> tuple[Password, ...]:
    return passwords_required(
        age_at_most(facts, on=on),
        on=on,
        is_ward=facts.is_ward,
        certificates=facts.certificates,
        face_authentication=facts.face_authentication,
    )


def _identity_pairs(
    facts: Facts, band: AgeBand, desk: Practice, *, represented: bool
) -> tuple[frozenset[IdentityPair], frozenset[IdentityPair]]:
    """The pairs that suffice for the applicant and for the representative."""
    nobody: frozenset[IdentityPair] = frozenset()
    if facts.with_birth_notification:
        checked = desk.birth_notification_check is BirthCheck.REPRESENTATIVE
        return nobody, desk.representative_papers if checked else nobody
    own = desk.infant_papers if band is AgeBand.UNDER_ONE else desk.applicant_papers
    return own, desk.representative_papers if represented else nobody


def _papers_of_the_event(facts: Facts, desk: Practice) -> tuple[Paper, ...]:
    papers = _PAPERS_OF.get(facts.event, ())
    if facts.with_birth_notification:
        papers = (*papers, Paper.BIRTH_NOTIFICATION)
    if police_number_needed(facts, desk=desk):
        papers = (*papers, Paper.POLICE_NUMBER)
    if facts.cause is Cause.DISASTER:
        papers = (*papers, Paper.DISASTER_CERTIFICATE)
    if facts.event is DesignationEvent.NUMBER_CHANGE and facts.trigger in _LETTER_CAME:
        papers = (*papers, Paper.NOTICE_LETTER)
    if facts.event is DesignationEvent.OVERSEAS and facts.had_card_before is not YesNo.NO:
        papers = (*papers, Paper.OLD_CARD)
    return papers


_PAPERS_OF: dict[object, tuple[Paper, ...]] = {
    DesignationEvent.LOST: (Paper.LOSS_NOTICE,),
    DesignationEvent.DAMAGE: (Paper.OLD_CARD,),
    DesignationEvent.SPACE_FULL: (Paper.OLD_CARD,),
    DesignationEvent.ADMIN_ERROR: (Paper.OLD_CARD,),
    DesignationEvent.NUMBER_CHANGE: (Paper.OLD_CARD,),
    DesignationEvent.FOREIGN: (Paper.RESIDENCE_CARD,),
}


_LETTER_CAME = frozenset({Trigger.NOTICE_LETTER, Trigger.UNKNOWN})


def passwords_required(
    age: int | None, *, on: date, is_ward: bool, certificates: Set[Certificate], face_authentication: bool
) -> tuple[Password, ...]:
    """The passwords to set, in the form's order; a face-authentication card has none. `age` None: of age."""
    if face_authentication:
        return ()
    carried = certificates & certificates_available(age, on=on, is_ward=is_ward, face_authentication=False)
    return (
        *((Password.SIGNATURE,) if Certificate.SIGNATURE in carried else ()),
        *((Password.USER_AUTHENTICATION,) if Certificate.USER_AUTHENTICATION in carried else ()),
        Password.RESIDENT_REGISTER,
        Password.CARD_FACE_INPUT,
    )
