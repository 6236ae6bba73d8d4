"""The letter of an application that was corrected or withdrawn: what is still to be done about it."""

from datetime import date, datetime

from delivery.issuer.protocol import Issuer
from delivery.models import Delivery
from delivery.recall import Recalled, send_anew, stop_letter
from delivery.states import State
from desks.models import Staff
from intake.correcting.services import letter_differs, letter_values
from intake.models import Application

TO_STOP = (State.REQUESTED, State.SCHEDULED)
CORRECTED = "corrected"
WITHDRAWN = "withdrawn"


def letter_to_stop(application: Application) -> bool:
    """The application was withdrawn, and its letter may still go out."""
    letter: Delivery | None = application.delivery
    return application.withdrawn_on is not None and letter is not None and letter.state in TO_STOP


def letter_to_change(application: Application) -> bool:
    """The letter carries something else than the application says, and may still be taken back."""
    letter: Delivery | None = application.delivery
    if application.withdrawn_on is not None or letter is None or letter.state not in TO_STOP:
        return False
    return letter_differs(application, letter)


def letter_went_wrong(application: Application) -> bool:
    """The letter went out with something else than the application says now."""
    letter: Delivery | None = application.delivery
    if letter is None or letter.state in (*TO_STOP, State.CANCELLED):
        return False
    return application.withdrawn_on is not None or letter_differs(application, letter)


def update_letter(
    application: Application, *, issuer: Issuer, by: Staff, at: datetime, on: date
) -> Recalled | None:
    """Does what is to be done; None where there is nothing. The issuer is asked while the row is held: asked again
    after a failure it gives the same answer, and until then the task stays on the application's page."""
    letter: Delivery | None = application.delivery
    if letter is None:
        return None
    if letter_to_stop(application):
        return stop_letter(letter, issuer=issuer, by=by, at=at, on=on, cause=WITHDRAWN)
    if letter_to_change(application):
        values = letter_values(application)
        return send_anew(letter, values, issuer=issuer, by=by, at=at, on=on, cause=CORRECTED)
    return None
