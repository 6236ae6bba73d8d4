"""What stands in the way of an application, in words: where on the form, and what to do about it."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from desks.dates import with_weekday
from eligibility.age import age_band
from eligibility.documents import IdentityKind, Lack
from eligibility.events import AgeBand
from eligibility.words import IDENTITY_KINDS
from intake.attending import Gap, People, Shown, gaps
from intake.judging import Judgement, Obstacle
from intake.models import Person

OBSTACLES: Final[dict[Obstacle, tuple[str, Promise]]] = {
    Obstacle.CLOSED: (
        "event",
        _("Express issuance is not open to this person. The panel says what to do instead."),
    ),
    Obstacle.SUPERVISOR_DECIDES: (
        "exception_reason",
        _("A supervisor decides about a late application: submit it, and it waits on the supervisor's page."),
    ),
    Obstacle.SUPERVISOR_COMPLETES: (
        "exception_reason",
        _("Only a supervisor completes a late application. Ask one to sign in."),
    ),
    Obstacle.LATE_EVIDENCE_NEEDED: (
        "exception_evidence",
        _("Write what shows that the person could not come in time. No numbers of papers."),
    ),
    Obstacle.ENTERED_BEFORE: (
        "another",
        _(
            "An earlier application of this person is open or recent: the panel names it. Open it, or tick that you "
            "enter another and say why."
        ),
    ),
    Obstacle.REASON_NEEDED: ("exception_reason", _("Say why it is accepted all the same.")),
    Obstacle.REPRESENTATIVE_NEEDED: (
        "representative_name",
        _("A legal representative must act for this person. Enter who it is."),
    ),
    Obstacle.REPRESENTATIVE_NOT_ALLOWED: (
        "representative_name",
        _(
            "Nobody represents a person of 15 or over who is not under guardianship: the person must come. "
            "Take the representative out, or tick the guardianship if a court has ordered one."
        ),
    ),
    Obstacle.AGENT_NOT_ALLOWED: (
        "agent_name",
        _(
            "Somebody else may come only with the birth notification. Take them out; ask the person, and for a child "
            "or a ward the legal representative too, to come to the desk."
        ),
    ),
    Obstacle.PROOF_NEEDED: (
        "representative_proof",
        _("Choose what shows that the representative may act, or tick the proof as missing."),
    ),
    Obstacle.PROOF_OF_PARENTS_ONLY: (
        "representative_proof",
        _(
            "The records here show only a parent. Ask a guardian for the certificate of the guardianship or the "
            "family register extract, or tick the proof as missing."
        ),
    ),
    Obstacle.PROOF_DAY_NEEDED: (
        "representative_proof_issued_on",
        _("Enter the day of issue: for a person of 15 or over the proof must be from the last 6 months."),
    ),
    Obstacle.PROOF_DAY_AHEAD: (
        "representative_proof_issued_on",
        _("This day of issue is still to come. Look at the paper again."),
    ),
    Obstacle.PROOF_TOO_OLD: (
        "representative_proof_issued_on",
        _("This proof is more than 6 months old. Ask for a new one, or tick the proof as missing."),
    ),
    Obstacle.APPLICANT_PAPERS: (
        "applicant_1_kind",
        _("The applicant's valid papers do not suffice. Add one, or tick identity papers as missing."),
    ),
    Obstacle.REPRESENTATIVE_PAPERS: (
        "representative_1_kind",
        _("The representative's valid papers do not suffice. Add one, or tick them as missing."),
    ),
    Obstacle.REPLY_AWAITED: (
        "applicant_1_kind",
        _(
            "The inquiry letter is not back with its answer. Record its return first, or add identity papers that "
            "suffice."
        ),
    ),
    Obstacle.INQUIRY_NOT_POSTED: (
        "inquiry_letter",
        _("Under support measures no inquiry letter is posted. Check the identity by papers."),
    ),
    Obstacle.SAFETY_NOT_ASKED: (
        "safe_to_post",
        _(
            "Ask whether it is safe to post to this address, and note the answer; or choose collection at the desk."
        ),
    ),
    Obstacle.NOT_SAFE_TO_POST: (
        "deliver_to",
        _("It is not safe to post to this address. Choose collection at the desk."),
    ),
    Obstacle.FEE_UNDECIDED: ("fee_reason", _("Decide the fee and say why.")),
    Obstacle.EVIDENCE_NEEDED: (
        "evidence",
        _("It is free because of what you saw: write which paper it was. No numbers of papers."),
    ),
}
"""Where each stands on the form, and what to do about it."""

_PERSON: Final = {
    Obstacle.APPLICANT_PAPERS: Person.APPLICANT,
    Obstacle.REPRESENTATIVE_PAPERS: Person.REPRESENTATIVE,
}
_K = IdentityKind
_SUCH_AS_A: Final = (_K.DRIVING_LICENCE, _K.PASSPORT, _K.RESIDENCE_CARD, _K.MY_NUMBER_CARD)
_SUCH_AS_B: Final = (_K.HEALTH_INSURANCE, _K.PENSION_HANDBOOK, _K.EMPLOYEE_CARD, _K.BANK_BOOK)
_CHILDS_A: Final = (_K.PASSPORT, _K.RESIDENCE_CARD, _K.DISABILITY_HANDBOOK, _K.MY_NUMBER_CARD)
_CHILDS_B: Final = (_K.HEALTH_INSURANCE, _K.MATERNAL_AND_CHILD_HANDBOOK, _K.MEDICAL_AID, _K.STUDENT_CARD)


class ToDo(NamedTuple):
    """What to do, and the field where it is done."""

    obstacle: Obstacle
    field: str
    words: str


def to_do(judgement: Judgement, in_the_way: Iterable[Obstacle], people: People, *, on: date) -> list[ToDo]:
    """What to do about each obstacle; of papers it names those that would suffice, and those that have expired."""
    wanted = judgement.answer.documents
    found = gaps(wanted, judgement.facts, people.shown, on=on) if wanted else {}
    standing = set(in_the_way)
    told = []
    for obstacle in Obstacle:
        if obstacle in standing:
            field, words = OBSTACLES[obstacle]
            gap = found.get(_PERSON[obstacle]) if obstacle in _PERSON else None
            named = lacking(gap, is_child=_is_child(judgement, obstacle, on)) if gap else ""
            told.append(ToDo(obstacle, field, " ".join(filter(None, (str(words), named)))))
    return told


def _is_child(judgement: Judgement, obstacle: Obstacle, on: date) -> bool:
    young = (AgeBand.UNDER_ONE, AgeBand.UNDER_FIFTEEN)
    return obstacle is Obstacle.APPLICANT_PAPERS and age_band(judgement.facts, on=on) in young


def lacking(gap: Gap, *, is_child: bool = False) -> str:
    """What would suffice beside the papers shown, and which of them do not count; empty where nothing lacks."""
    # Whoever has shown nothing yet has papers: the photo certificate is for those who have no A.
    ways = [lack for lack in gap.lacks if gap.shown or not lack.certificate]
    said = [_way(lack, gap.shown, is_child=is_child) for lack in ways]
    sentences = (
        [gettext("Still needed: %(papers)s.") % {"papers": gettext(", or ").join(said)}] if said else []
    )
    return " ".join((*sentences, *map(expired, gap.expired)))


def expired(paper: Shown) -> str:
    """A paper that does not count, by its kind and last day."""
    day = with_weekday(paper.valid_until) if paper.valid_until else ""
    words = {"paper": IDENTITY_KINDS[IdentityKind(paper.kind)], "day": day}
    return gettext("Expired, does not count: %(paper)s (until %(day)s).") % words


def _way(lack: Lack, shown: frozenset[IdentityKind], *, is_child: bool) -> str:
    a, b = (_CHILDS_A, _CHILDS_B) if is_child else (_SUCH_AS_A, _SUCH_AS_B)
    parts = []
    if lack.of_a:
        words = ngettext(
            "%(number)s more paper of kind A, such as %(papers)s",
            "%(number)s more papers of kind A, such as %(papers)s",
            lack.of_a,
        )
        parts.append(words % {"number": lack.of_a, "papers": _such_as(a, shown)})
    if lack.of_either:
        words = ngettext(
            "%(number)s more paper of kind B, such as %(papers)s",
            "%(number)s more papers of kind B, such as %(papers)s",
            lack.of_either,
        )
        parts.append(words % {"number": lack.of_either, "papers": _such_as(b, shown)})
    if lack.certificate:
        parts.append(gettext("a photo certificate by a hospital, a facility or a care manager"))
    return gettext(" and ").join(parts)


def _such_as(kinds: Iterable[IdentityKind], shown: frozenset[IdentityKind]) -> str:
    """The first two that were not shown."""
    others = [str(IDENTITY_KINDS[kind]) for kind in kinds if kind not in shown]
    return gettext(", ").join(others[:2])
