"""The sheets that belong to an application that was not accepted at once: refused, or waiting for papers."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from desks.calendars import practice_value
from desks.models import HelpDesk, Practice
from eligibility.documents import ordinary_documents
from eligibility.events import Facts
from eligibility.practice import NATIONAL
from eligibility.reasons import Assessment, DeskAction, Reason
from eligibility.why import because
from eligibility.wording import ordinary_route_in_words
from eligibility.words import PAPERS
from fees.rules import OrdinaryRoute, ordinary_route
from paper.sheets import Sheet, Text


def _sentence(reason: Reason) -> str:
    return because(reason).sentence


in_both_languages = lazy(_sentence, str)
route_in_both_languages = lazy(ordinary_route_in_words, str)


@dataclass(frozen=True, kw_only=True)
class RefusalSheet(Sheet):
    """Why there is no express issuance, and what to do instead. `reference` is empty where no record was made.

    `remark` is the desk's own reason. `route` and `papers` are those of the ordinary route, empty where something else
    is to be done: the reasons say what.
    """

    template = "intake/refusal_sheet.html"
    title = _("Express issuance is not possible")

    phone: str
    name: str
    on: date
    reasons: tuple[Text, ...]
    remark: str = ""
    route: Text = ""
    papers: tuple[Text, ...] = ()
    clerk: str = ""


def refusal_sheet(
    *,
    desk: HelpDesk,
    name: str,
    facts: Facts,
    assessment: Assessment,
    residence_practice: Practice | None,
    on: date,
    clerk: str,
    hides_desk: bool = False,
    reference: str = "",
    remark: str = "",
) -> RefusalSheet:
    """The paper of a refusal on `on`. `residence_practice` None: the national default held."""
    route = route_instead(facts, assessment, residence_practice, on)
    why, to_do = assessment.decided_by, assessment.desk_reason
    reasons = (why,) if _sentence(why) == _sentence(to_do) else (why, to_do)
    return RefusalSheet(
        municipality=str(desk.municipality),
        desk="" if hides_desk else str(desk),
        phone=phone_told(desk, hides_desk=hides_desk),
        reference=reference,
        name=name,
        on=on,
        reasons=tuple(map(in_both_languages, reasons)),
        remark=remark,
        route=route_in_both_languages(route) if route else "",
        papers=tuple(PAPERS[paper] for paper in ordinary_documents(facts, on=on).bring) if route else (),
        clerk=clerk,
    )


def phone_told(desk: HelpDesk, *, hides_desk: bool) -> str:
    """Where a sheet says to call: the desk, or the municipality, empty where it has no number of its own."""
    return desk.municipality.return_phone if hides_desk else desk.phone


def route_instead(
    facts: Facts, assessment: Assessment, residence_practice: Practice | None, on: date
) -> OrdinaryRoute | None:
    """The ordinary route; None for another procedure, and for a day that has not come."""
    if assessment.desk_action not in (DeskAction.ORDINARY_ROUTE, DeskAction.CONSULT):
        return None
    practice = practice_value(residence_practice) if residence_practice else NATIONAL
    return ordinary_route(facts, on=on, practice=practice)


@dataclass(frozen=True, kw_only=True)
class PendingSheet(Sheet):
    """What an application waits for and until when. `bring_by`: the last open day, None where the desk tells it.

    `people` come again in person, with what is `missing`.
    """

    template = "intake/pending_sheet.html"
    title = _("We are waiting for papers of yours")

    phone: str
    name: str
    first_visit_on: date
    bring_by: date | None
    missing: tuple[Text, ...]
    people: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class InquirySheet(Sheet):
    """A letter to the registered address that asks whether the person applied, with the reply to bring back.

    It goes to somebody whose identity papers do not suffice. `bring`: what else to bring; `bring_by`: the last open
    day, None where the desk tells it.
    """

    template = "intake/inquiry_sheet.html"
    title = _("Inquiry and reply about your application")

    addressee: str
    phone: str
    name: str
    postcode: str
    address: str
    sent_on: date
    bring: tuple[Text, ...]
    bring_by: date | None
