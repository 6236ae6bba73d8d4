"""What the law leaves open and one municipality has settled. The defaults follow the national page."""

from dataclasses import dataclass
from enum import auto

from eligibility.plain import Term


class OtherDesk(Term):
    """What this municipality's desks do with people who are registered elsewhere."""

    CONSULT = auto()
    ACCEPT = auto()


class FeeChoice(Term):
    """What a municipality takes in one kind of case. CLERK_DECIDES: an amount and a reason, case by case."""

    FREE = auto()
    CHARGED = auto()
    CLERK_DECIDES = auto()


class IdentityPair(Term):
    """Identity papers that suffice: A shows a face and comes from a public body, B is any other.

    A alone suffices only to pick up an ordinary card.
    """

    A = auto()
    A_A = auto()
    A_B = auto()
    B_B = auto()


#: What a practice can accept at an express application.
PAIRS = (IdentityPair.A_A, IdentityPair.A_B, IdentityPair.B_B)


class BirthCheck(Term):
    """Whose identity is checked when the application comes with a birth notification."""

    NOBODY = auto()
    REPRESENTATIVE = auto()


@dataclass(frozen=True, kw_only=True)
class Practice:
    """One municipality's settlement, from one day on. `ValueError` for days that make no sense."""

    #: Day 1 is the start day itself (30 days end on start + 29), as Suzaka and Kakogawa count.
    first_day_counted: bool = False
    #: A period that ends on a closed day ends on the next open day. Policy: no source settles it.
    roll_forward: bool = True
    #: The national page's 30 days bind infants too; later ones are for the desk to decide.
    infant_thirty_days_binding: bool = False

    other_desk: OtherDesk = OtherDesk.CONSULT
    other_desk_extra_days: int = 0

    own_fault_damage: FeeChoice = FeeChoice.CHARGED
    damage_of_unknown_cause: FeeChoice = FeeChoice.CLERK_DECIDES
    theft_with_police_number: FeeChoice = FeeChoice.CLERK_DECIDES
    defect: FeeChoice = FeeChoice.FREE
    disaster: FeeChoice = FeeChoice.FREE
    returnee_without_old_card: FeeChoice = FeeChoice.CLERK_DECIDES
    number_change: FeeChoice = FeeChoice.FREE

    applicant_papers: frozenset[IdentityPair] = frozenset({IdentityPair.A_A, IdentityPair.A_B})
    infant_papers: frozenset[IdentityPair] = frozenset(PAIRS)
    representative_papers: frozenset[IdentityPair] = frozenset({IdentityPair.A_A, IdentityPair.A_B})
    birth_notification_check: BirthCheck = BirthCheck.REPRESENTATIVE
    police_number_outside_home: bool = True

    #: A second member of staff compares each photo with the application. The ministry's checklist of 2023 asks for two.
    photo_second_check: bool = False

    target_days: int = 7
    chase_after_days: int = 14

    def __post_init__(self) -> None:
        if (
            self.target_days < 1
            or self.chase_after_days <= self.target_days
            or self.other_desk_extra_days < 0
        ):
            raise ValueError("target_days >= 1, chase_after_days beyond it, other_desk_extra_days >= 0")


#: What holds where a municipality has settled nothing.
NATIONAL = Practice()
