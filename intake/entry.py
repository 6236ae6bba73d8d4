"""What a clerk enters, as values. Shape only: whether it may be accepted is the services' answer."""

from dataclasses import dataclass
from datetime import date

from eligibility.documents import IdentityKind
from eligibility.events import Facts
from intake.models import Person, Relation, Sex


@dataclass(frozen=True, kw_only=True)
class SeenDocument:
    """An identity paper that the clerk has looked at; never its number."""

    person: Person
    kind: IdentityKind
    issuer: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class RepresentativeEntry:
    """The legal representative. `postcode` is seven digits or empty."""

    relation: Relation
    name: str
    postcode: str = ""
    address: str = ""
    phone: str = ""
    papers: str = ""


@dataclass(frozen=True, kw_only=True)
class FeeDecision:
    """The clerk's decision where practice leaves the fee to the desk: the full price or nothing, and why."""

    charged: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class ApplicationEntry:
    """One application as the clerk entered it.

    `facts` need a known day and a birth date; `at_residence_desk` in them is set from `residence_code` (six
    digits, empty where unknown), whatever it says. `fee` is read only where practice lets the clerk decide,
    `exception_reason` only where the rules say to consult.
    """

    facts: Facts
    name: str
    kana: str = ""
    sex: Sex
    residence_code: str
    postcode: str
    address: str
    phone: str = ""
    language: str = "ja"
    braille: bool = False
    to_desk: bool = False
    support_measures: bool = False
    evidence: str = ""
    representative: RepresentativeEntry | None = None
    documents: tuple[SeenDocument, ...] = ()
    fee: FeeDecision | None = None
    exception_reason: str = ""
