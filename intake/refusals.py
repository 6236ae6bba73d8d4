"""Why the desk cannot do something, by name. Nothing was written when one of these is raised."""

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
