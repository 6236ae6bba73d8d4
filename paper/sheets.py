"""The sheets as values. Paper knows no models: whoever prints fills these in. An empty value is a blank to write in.

A `Text` may be a lazy translation: it is then printed in Japanese and in English.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from paper.render import bind, lay_out

if TYPE_CHECKING:
    from weasyprint import Document

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Sheet:
    template: ClassVar[str]
    title: ClassVar[Promise]

    municipality: str
    desk: str = ""
    reference: str = ""
    # Where the person finds out how the letter stands; empty where there is no such address.
    status_page: str = ""


@dataclass(frozen=True, kw_only=True)
class Representative:
    name: str = ""
    relation: Text = ""
    postcode: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class ApplicationSheet(Sheet):
    """Application for issuance, in our own layout with the fields that are known of the national form.

    `heading` is the public one: a sensitive one arrives here as OTHER. Under support measures the address stays empty.
    The My Number has no field: its twelve cells are always printed empty, and so are the boxes of the 2-D code and of
    a foreign resident's stay. `photo` is a data address; empty, its box waits for a print of 45 x 35 mm.
    `with_birth_notification`: the notifier signs, the child does not.
    """

    template = "paper/application.html"
    title = _("Application for issuance of the Individual Number Card and electronic certificates")

    addressee: str = ""
    application_id: str = ""
    name: str = ""
    kana: str = ""
    birth_date: date | None = None
    sex: Text = ""
    postcode: str = ""
    address: str = ""
    phone: str = ""
    photo_required: bool = True
    photo: str = ""
    with_birth_notification: bool = False
    brought_by: Text = ""
    decline_signature: bool = False
    decline_user_authentication: bool = False
    # Under 15 and wards: there is none to decline.
    signature_excluded: bool = False
    braille: bool = False
    face_authentication: bool = False
    replace_characters: bool = False
    heading: Text = ""
    start_on: date | None = None
    evidence: Text = ""
    # None: not asked yet, both boxes stay empty.
    home_delivery: bool | None = None
    representative: Representative = field(default_factory=Representative)
    received_on: date | None = None
    clerk: str = ""

    @property
    def desk_delivery(self) -> bool:
        return self.home_delivery is False


@dataclass(frozen=True, kw_only=True)
class PasswordSheet(Sheet):
    """Request to set passwords: blank boxes for the asked ones. No field of this sheet can hold a password."""

    template = "paper/password.html"
    title = _("Request to set passwords")

    signature: bool = True
    user_authentication: bool = True
    by_representative: bool = False


@dataclass(frozen=True, kw_only=True)
class ReceiptLine:
    text: Text
    amount: int


@dataclass(frozen=True, kw_only=True)
class ReceiptSheet(Sheet):
    """Receipt and the desk's copy on one sheet. Amounts in whole yen; `fiscal_year` is the year of its 1 April.

    `void`: it counts no more. `reissued_on`: the day it was printed again under its old number and day.
    """

    template = "paper/receipt.html"
    title = _("Receipt")

    number: str
    fiscal_year: int
    name: str
    amount: int
    purpose: Text
    lines: tuple[ReceiptLine, ...] = ()
    received_on: date
    clerk: str = ""
    void: bool = False
    reissued_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Paper:
    text: Text
    seen: bool = False


@dataclass(frozen=True, kw_only=True)
class ChecklistSheet(Sheet):
    """What one person needs, in the person's language: who comes, what was seen, what is missing, what happens next."""

    template = "paper/checklist.html"
    title = _("Your checklist")

    phone: str = ""
    # What the desk tells residents of itself, in their language.
    note: str = ""
    printed_on: date
    heading: Text = ""
    people: tuple[Text, ...] = ()
    papers: tuple[Paper, ...] = ()
    # Missing papers are accepted until this day.
    bring_by: date | None = None
    fee: Text = ""
    steps: tuple[Text, ...] = ()
    target: Text = ""
    receive: Text = ""
    # What the person does so that the letter arrives.
    hints: tuple[Text, ...] = ()

    @property
    def missing_papers(self) -> tuple[Paper, ...]:
        return tuple(paper for paper in self.papers if not paper.seen)


@dataclass(frozen=True, kw_only=True)
class EnvelopeSheet(Sheet):
    """Front and back of a 長形3号 envelope (120 x 235 mm). Nothing on it tells of the reason or of an age."""

    template = "paper/envelope.html"
    title = _("Envelope")

    name: str
    postcode: str
    address: str
    sender: str
    sender_postcode: str
    sender_address: str
    sender_phone: str = ""
    registered: bool = True
    do_not_forward: bool = True


def pack(sheets: Sequence[Sheet], language: str) -> bytes:
    """One PDF of these sheets in this order; its title tells the kinds of sheets and nothing of a person."""
    with override(language):
        title = " / ".join(dict.fromkeys(str(sheet.title) for sheet in sheets))
    return bind([laid_out(sheets, language, title=title)])


def laid_out(sheets: Sequence[Sheet], language: str, *, title: str) -> "Document":
    """The pages of these sheets, to be bound with those of other people."""
    return lay_out("paper/document.html", {"sheets": sheets, "title": title}, language=language)
