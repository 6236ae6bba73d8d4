"""One application on paper: fills the sheets that `paper` prints."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desks.calendars import practice_value
from desks.models import HelpDesk
from desks.templatetags.look import yen
from eligibility.age import age_in_years
from eligibility.documents import Password, attendance, documents
from eligibility.events import Certificate, DesignationEvent, Paper, YesNo, public_heading
from eligibility.rules import LAW
from eligibility.wording import RECEIVE
from eligibility.words import ATTENDEES, HEADINGS, PAPERS
from fees.models import Receipt
from fees.sheets import RefundSheet
from intake.handing_over.sheets import card_receipt_of
from intake.models import CharacterChoice
from intake.photos.services import picture_of
from intake.record import Record
from intake.sheets import InquirySheet, PendingSheet, phone_told, refusal_sheet
from intake.status.address import public_address
from paper import sheets
from paper.sheets import Sheet

Maker = Callable[[Record, date], Sheet | None]


def application_sheet(record: Record, on: date) -> Sheet:
    """The application for issuance; under support measures without the address."""
    row = record.application
    hidden = row.support_measures
    who, agent = record.representative, record.agent
    return sheets.ApplicationSheet(
        **_official_head(record),
        addressee=f"{_mayor(record)} 様",
        name=row.name,
        kana=row.kana,
        birth_date=row.birth_date,
        sex=row.get_sex_display(),
        postcode="" if hidden else row.postcode,
        address="" if hidden else row.address,
        phone="" if hidden else row.phone,
        with_birth_notification=row.law_facts.with_birth_notification,
        brought_by=f"{agent.name} ({agent.relation})" if agent else "",
        photo_required=_age(record) >= LAW.value("photo_from_age", on=on),
        photo=_photo(record),
        decline_signature=Certificate.SIGNATURE not in row.certificates,
        decline_user_authentication=Certificate.USER_AUTHENTICATION not in row.certificates,
        signature_excluded=_signature_excluded(record, on),
        braille=row.braille,
        face_authentication=row.face_authentication,
        replace_characters=row.character_choice == CharacterChoice.REPLACE,
        heading=_heading(record),
        start_on=row.law_facts.start_on,
        evidence=row.evidence,
        home_delivery=not row.to_desk,
        representative=sheets.Representative(
            name=who.name,
            relation=who.get_relation_display(),
            postcode="" if hidden else who.postcode,
            address="" if hidden else who.address,
            phone="" if hidden else who.phone,
        )
        if who
        else sheets.Representative(),
        received_on=row.first_visit_on,
        clerk=row.entered_by.get_full_name(),
    )


def password_sheet(record: Record, on: date) -> Sheet | None:
    """The sheet with blank boxes; none for a card without passwords, and once they are set on a screen."""
    asked = record.passwords
    if not asked or not record.is_open or record.password_standing.is_set_on_screen:
        return None
    return sheets.PasswordSheet(
        **_official_head(record),
        signature=Password.SIGNATURE in asked,
        user_authentication=Password.USER_AUTHENTICATION in asked,
        by_representative=record.representative is not None,
    )


def receipt_sheet(record: Record, on: date) -> Sheet | None:
    """The receipt that stands; none where no money of this case is in our hands."""
    receipt = record.receipt
    return None if receipt is None or hasattr(receipt, "reversal") else _receipt(record, receipt)


def receipt_again(record: Record, on: date) -> Sheet | None:
    """The last receipt once more: its number, its day, re-issued `on`, and void where it counts no more."""
    return _receipt(record, record.receipt, reissued_on=on) if record.receipt else None


def _receipt(record: Record, receipt: Receipt, reissued_on: date | None = None) -> Sheet:
    charge = receipt.charge
    return sheets.ReceiptSheet(
        **_official_head(record),
        number=f"{receipt.number:05d}",
        fiscal_year=receipt.fiscal_year,
        name=record.application.name,
        amount=charge.amount,
        purpose=PURPOSE,
        received_on=charge.on,
        clerk=charge.decided_by.get_full_name(),
        void=hasattr(receipt, "reversal"),
        reissued_on=reissued_on,
    )


def refund_sheet(record: Record, on: date) -> Sheet | None:
    """The paper of the last refund; none where nothing was refunded."""
    refund = record.refund
    if refund is None:
        return None
    paid = refund.receipt.charge
    return RefundSheet(
        **_official_head(record),
        number=str(refund),
        receipt=str(refund.receipt),
        received_on=paid.on,
        name=record.application.name,
        amount=paid.amount,
        purpose=PURPOSE,
        refunded_on=refund.decision.on,
        clerk=refund.decision.decided_by.get_full_name(),
    )


def checklist_sheet(record: Record, on: date) -> Sheet | None:
    """What one person still needs, and what happens next, in the person's language; none where nothing follows."""
    row = record.application
    if not record.is_open:
        return None
    facts = row.law_facts
    missing = frozenset(map(Paper, row.missing))
    needed = documents(facts, on=row.first_visit_on, desk=practice_value(row.practice)).bring
    window = record.assessment.window
    return sheets.ChecklistSheet(
        **_head(record),
        phone=phone_told(row.desk, hides_desk=row.support_measures),
        note="" if row.support_measures else row.desk.note_in(row.language),
        printed_on=on,
        heading=_heading(record),
        people=_people(record),
        papers=tuple(
            sheets.Paper(text=PAPERS[paper], seen=paper not in missing)
            for paper in dict.fromkeys((*needed, *sorted(missing)))
        ),
        bring_by=window.last_open_day if missing and window else None,
        fee=yen(record.charge.amount) if record.charge else "",
        steps=(PENDING_STEP,) if missing else (MADE_STEP, POSTED_STEP),
        target=record.target,
        hints=() if row.to_desk else _hints(record),
        receive=COLLECT if row.to_desk else RECEIVE,
    )


def pending_sheet(record: Record, on: date) -> Sheet | None:
    """What is missing and until when; none for what does not wait for papers."""
    row = record.application
    if not record.is_pending or not row.missing:
        return None
    window = record.assessment.window
    return PendingSheet(
        **_head(record),
        phone=phone_told(row.desk, hides_desk=row.support_measures),
        name=row.name,
        first_visit_on=row.first_visit_on,
        bring_by=window.last_open_day if window else None,
        missing=tuple(record.missing),
        people=_people(record),
    )


def inquiry_sheet(record: Record, on: date) -> Sheet | None:
    """The letter that asks at the registered address, for who lacks identity papers; none to a hidden address."""
    row = record.application
    lacking = {Paper.IDENTITY, Paper.REPRESENTATIVE_IDENTITY} & set(map(Paper, row.missing))
    if row.support_measures or not record.is_open or not (row.law_facts.inquiry_letter or lacking):
        return None
    window = record.assessment.window
    return InquirySheet(
        **_head(record),
        addressee=_mayor(record),
        phone=phone_told(row.desk, hides_desk=row.support_measures),
        name=row.name,
        postcode=row.postcode,
        address=row.address,
        sent_on=on,
        bring=(ANY_IDENTITY, *(PAPERS[paper] for paper in map(Paper, row.missing) if paper not in lacking)),
        bring_by=window.last_open_day if window else None,
    )


def refusal_paper(record: Record, on: date) -> Sheet | None:
    """Why it was refused and what to do instead; none for what was not refused."""
    row = record.application
    if row.refused_on is None:
        return None
    return refusal_sheet(
        desk=row.desk,
        name=row.name,
        facts=row.law_facts,
        assessment=record.assessment,
        residence_practice=row.residence_practice,
        on=row.refused_on,
        clerk=row.refused_by.get_full_name() if row.refused_by else "",
        hides_desk=row.support_measures,
        reference=row.reference,
        remark=row.refusal_reason,
    )


def card_receipt(record: Record, on: date) -> Sheet | None:
    """What whoever took the card at the desk signs; none before that."""
    handed = record.handed_over
    if handed is None:
        return None
    name = record.application.name
    return card_receipt_of(handed.row, name=name, addressee=_mayor(record), **_official_head(record))


def envelope_sheet(record: Record, on: date) -> Sheet | None:
    """The envelope for letters and for posting again; none to an address that is not to be written."""
    row = record.application
    if row.support_measures:
        return None
    return sheets.EnvelopeSheet(
        municipality=row.desk.municipality.name,
        name=row.name,
        postcode=row.postcode,
        address=row.address,
        **_sender(row.desk),
    )


def _sender(desk: HelpDesk) -> dict[str, Any]:
    """Where a letter comes back to: the municipality's return address, otherwise the desk."""
    at = desk.municipality
    if at.return_address:
        return {
            "sender": f"{at.name} {at.return_to}".strip(),
            "sender_postcode": at.return_postcode,
            "sender_address": at.return_address,
            "sender_phone": at.return_phone,
        }
    return {
        "sender": f"{at.name} {desk.name}",
        "sender_postcode": desk.postcode,
        "sender_address": desk.address,
        "sender_phone": desk.phone,
    }


PURPOSE: Final = _("Issuance fee, Individual Number Card (express)")
PENDING_STEP: Final = _("Bring what is missing. The application is complete on that day.")
MADE_STEP: Final = _("The card is made.")
POSTED_STEP: Final = _("The card is sent by registered mail.")
ANY_IDENTITY: Final = _("One identity paper with a photo, or two others that you have")
HINTS: Final = {
    ("forwarding_order", YesNo.YES): _(
        "Cancel the forwarding of your mail now: this letter is not forwarded."
    ),
    ("moving_soon", YesNo.YES): _(
        "Tell the help desk before you move: the letter goes to your registered address."
    ),
    ("name_on_letter_box", YesNo.NO): _("Put your name on the letter box today."),
    ("somebody_at_home", YesNo.NO): _("When nobody is there, follow the notice that is left."),
}
"""What the person does so that the letter arrives, by what was asked at the desk."""
COLLECT: Final = _("You collect it at the desk.")

MAKERS: Final[dict[str, tuple[Promise, Maker]]] = {
    "application": (_("Application for issuance"), application_sheet),
    "passwords": (_("Password-set sheet"), password_sheet),
    "receipt": (_("Receipt"), receipt_sheet),
    "receipt-again": (_("Receipt, re-issued"), receipt_again),
    "refund": (_("Refund"), refund_sheet),
    "checklist": (_("Checklist"), checklist_sheet),
    "pending": (_("Notice of missing papers"), pending_sheet),
    "refusal": (_("Refusal"), refusal_paper),
    "inquiry": (_("Inquiry letter"), inquiry_sheet),
    "envelope": (_("Envelope"), envelope_sheet),
    "card-receipt": (_("Receipt for the card"), card_receipt),
}
"""Each sheet by the last part of its address."""
PACK: Final = "pack"
IN_PACK: Final = (
    ("application",),
    ("passwords",),
    ("receipt",),
    ("refusal", "pending", "checklist"),
    ("inquiry",),
)
"""What is signed, then what is taken home, then what is posted. Of each group the first that there is."""


def sheets_of(record: Record, sheet: str, *, on: date) -> list[Sheet]:
    """The sheets to print; empty where this application has none of that kind."""
    groups = IN_PACK if sheet == PACK else ((sheet,),)
    made = ([MAKERS[name][1](record, on) for name in names if name in MAKERS] for names in groups)
    return [one for group in made if (one := next(filter(None, group), None)) is not None]


def chosen_sheets(record: Record, names: Sequence[str], *, on: date) -> list[Sheet]:
    """The sheets of these names, each once where the pack holds it too."""
    packed = {name for group in IN_PACK for name in group} if PACK in names else set()
    return [one for name in names if name not in packed for one in sheets_of(record, name, on=on)]


def printable(record: Record, *, on: date) -> list[tuple[str, Promise]]:
    """The sheets that this application has: the last part of the address, and the title."""
    return [(name, title) for name, (title, maker) in MAKERS.items() if maker(record, on) is not None]


def _head(record: Record) -> dict[str, Any]:
    """Who issues it, in the language of whoever takes it home."""
    desk = record.application.desk
    return _heads(record, str(desk.municipality), str(desk))


def _official_head(record: Record) -> dict[str, Any]:
    """Who issues it, as it is called in Japan: on what the desk keeps, and on what counts as proof."""
    desk = record.application.desk
    return _heads(record, desk.municipality.name, desk.name)


def _heads(record: Record, municipality: str, desk: str) -> dict[str, Any]:
    row = record.application
    shown = "" if row.support_measures else desk
    return {
        "municipality": municipality,
        "desk": shown,
        "reference": row.reference,
        "status_page": public_address(row.language),
    }


def _photo(record: Record) -> str:
    """The picture as a data address; empty where there is none, or it is glued on."""
    picture = picture_of(record.application) if record.takes_photo else None
    return f"data:image/jpeg;base64,{b64encode(picture).decode()}" if picture else ""


def _hints(record: Record) -> tuple[Promise, ...]:
    row = record.application
    return tuple(said for (asked, answer), said in HINTS.items() if getattr(row, asked) == answer)


def _mayor(record: Record) -> str:
    """Whom an application is addressed to: みほん市長."""
    return f"{record.application.desk.municipality.name}長"


def _heading(record: Record) -> Promise:
    return HEADINGS[public_heading(DesignationEvent(record.application.designation))]


def _people(record: Record) -> tuple[Promise, ...]:
    """Who comes to the desk."""
    row = record.application
    return tuple(ATTENDEES[who] for who in attendance(row.law_facts, on=row.first_visit_on).who)


def _age(record: Record) -> int:
    return age_in_years(record.application.birth_date, on=record.application.first_visit_on)


def _signature_excluded(record: Record, on: date) -> bool:
    facts = record.application.law_facts
    young = _age(record) < LAW.value("signature_certificate_from_age", on=on)
    return young or facts.is_ward
