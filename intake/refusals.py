"""Why the desk cannot do something, by name. Nothing was written when one of these is raised."""

from enum import auto

from eligibility.plain import Term
from intake.judging import Judgement, Obstacle
from intake.models import Application


class Refusal(Exception):
    """The desk cannot do that. Nothing was written."""


class NotAccepted(Refusal):
    """As it stands it cannot be accepted: `obstacles` says what is in the way, `judgement` why and what instead."""

    def __init__(self, judgement: Judgement, obstacles: frozenset[Obstacle]) -> None:
        super().__init__(*sorted(obstacles))
        self.judgement = judgement
        self.obstacles = obstacles


class AlreadySubmitted(Refusal):
    """This form was submitted before with other content, as `application`."""

    def __init__(self, application: Application) -> None:
        super().__init__(application.reference)
        self.application = application


class ChangedMeanwhile(Refusal):
    """A colleague has changed the application since it was read, or it does not wait any more."""


class Unrefusable(Term):
    """Why the desk cannot refuse an application."""

    STILL_OPEN = auto()
    """Express issuance is open to the person: the application waits, or its applicant withdraws it."""
    SUPERVISOR_DECIDES = auto()
    REASON_NEEDED = auto()


class NotRefused(Refusal):
    """It cannot be refused as it stands."""

    def __init__(self, why: Unrefusable) -> None:
        super().__init__(why)
        self.why = why


class SupervisorCorrects(Refusal):
    """An accepted application that would not have been accepted so, or an end of support measures."""


class UnsafeToPost(Refusal):
    """Under support measures, nobody asked whether it is safe to post there, or it is not."""
