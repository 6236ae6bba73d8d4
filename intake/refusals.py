"""Why the desk cannot do something, by name. Nothing was written when one of these is raised."""

from eligibility.events import Paper
from intake.judging import Judgement
from intake.models import Application


class Refusal(Exception):
    """The desk cannot do that. Nothing was written."""


class NotOpen(Refusal):
    """Express issuance is not open to this person, or not yet: `judgement` says why and what to do instead."""

    def __init__(self, judgement: Judgement) -> None:
        super().__init__(judgement.answer.assessment.decided_by.code)
        self.judgement = judgement


class ReasonNeeded(Refusal):
    """The rules leave it to the desk: it may be accepted with a reason only."""


class SupervisorNeeded(Refusal):
    """Late: only a supervisor accepts it."""


class FeeUndecided(Refusal):
    """Practice leaves the fee to the clerk, who has not decided it with a reason."""


class RepresentativeNeeded(Refusal):
    """Under 15 or under guardianship: somebody must act for the applicant."""


class IdentityNotShown(Refusal):
    """The identity papers of `papers` hold no accepted pair and were not named as missing."""

    def __init__(self, papers: frozenset[Paper]) -> None:
        super().__init__(*sorted(papers))
        self.papers = papers


class AlreadySubmitted(Refusal):
    """This form was submitted before with other content, as `application`."""

    def __init__(self, application: Application) -> None:
        super().__init__(application.reference)
        self.application = application


class ChangedMeanwhile(Refusal):
    """A colleague has changed the application since it was read, or it does not wait any more."""
