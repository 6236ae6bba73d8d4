"""What a clerk enters, as values. Shape only: whether it may be accepted is the services' answer."""

from dataclasses import dataclass
from datetime import date

from eligibility.documents import IdentityKind
from eligibility.events import Facts, YesNo
from eligibility.representation import ProofKind
from intake.attending import Acting, People
from intake.models import AgentRole, Person, Relation, Sex


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
    proof: ProofKind | None = None
    proof_issued_on: date | None = None

    @property
    def acting(self) -> Acting:
        """What decides whether they may act."""
        return Acting(self.relation is Relation.PARENT, self.proof, self.proof_issued_on)


@dataclass(frozen=True, kw_only=True)
class AgentEntry:
    """Who brings the birth notification where it is not the representative; `relation` to the child, in words."""

    role: AgentRole
    name: str
    relation: str


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
    `exception_reason` only where the rules say to consult, `exception_evidence` where the person is late.
    `application_id` (23 digits or empty) is stored as a keyed hash only; `another_reason` is why it is entered although
    an earlier one is open or recent.
    """

    facts: Facts
    name: str
    kana: str = ""
    character_choice: str = ""
    sex: Sex
    residence_code: str
    postcode: str
    address: str
    phone: str = ""
    email: str = ""
    language: str = "ja"
    braille: bool = False
    to_desk: bool = False
    forwarding_order: YesNo = YesNo.UNKNOWN
    moving_soon: YesNo = YesNo.UNKNOWN
    name_on_letter_box: YesNo = YesNo.UNKNOWN
    somebody_at_home: YesNo = YesNo.UNKNOWN
    support_measures: bool = False
    safe_to_post: YesNo = YesNo.UNKNOWN
    evidence: str = ""
    representative: RepresentativeEntry | None = None
    agent: AgentEntry | None = None
    documents: tuple[SeenDocument, ...] = ()
    fee: FeeDecision | None = None
    exception_reason: str = ""
    exception_evidence: str = ""
    application_id: str = ""
    another_reason: str = ""

    @property
    def people(self) -> People:
        """Who is at the desk, and what they showed."""
        acting = self.representative.acting if self.representative else None
        return People(acting=acting, agent=self.agent is not None, shown=self.documents)
