"""How the passwords of an application stand, as a clerk sees it: set or not, by which way, since when."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eligibility.documents import Password
from intake.models import Application, PasswordEvent, PasswordSetRequest, Standing, Step

SET_AGAIN = ("ask", "alert", _("Set again"))
LOOKS: dict[str, tuple[str, str, Promise]] = {
    Step.SEALED: ("good", "check", _("Set")),
    Step.ISSUER_RECEIVED: ("good", "check", _("Set")),
    Step.SHEET_RECEIVED: ("wait", "clock", _("Set, to be handed on")),
    Step.SHEET_HANDED_ON: ("good", "check", _("Set")),
    Step.EXPIRED: SET_AGAIN,
    Step.UNREADABLE: SET_AGAIN,
}
SENTENCES: dict[str, Promise] = {
    Step.EXPIRED: _(
        "They were deleted after seven days, because the issuer had not received them. Set them again."
    ),
    Step.UNREADABLE: _("The issuer cannot open them any more, and they were deleted. Set them again."),
    Step.SHEET_RECEIVED: _("The sealed sheet is here. Hand it on to the issuer and record it."),
}


@dataclass(frozen=True)
class PasswordStanding:
    """`needed` is what the card needs now; `events` is what happened, in order; `waiting` is on its way, or None."""

    needed: tuple[Password, ...]
    events: list[PasswordEvent]
    waiting: PasswordSetRequest | None
    may_leave: bool
    on: date

    @cached_property
    def last(self) -> PasswordEvent | None:
        """What counts: of a request that waits, that it was sealed; a receipt of an earlier one changes nothing."""
        if self.waiting:
            own = (it for it in reversed(self.events) if it.request == self.waiting.key)
            return next(own, None)
        return self.events[-1] if self.events else None

    @property
    def step(self) -> str:
        if self.waiting and self.waiting.has_expired(self.on):
            return Step.EXPIRED
        return self.last.step if self.last else ""

    @property
    def is_set_on_screen(self) -> bool:
        """Typed and sealed, whether the issuer has them already or not."""
        return self.step in (Step.SEALED, Step.ISSUER_RECEIVED) and not self.is_outdated

    @property
    def is_outdated(self) -> bool:
        """Whether the card needs other passwords since."""
        if self.last is None or self.step not in (Step.SEALED, Step.ISSUER_RECEIVED):
            return False
        asked = next((it.asked for it in self.events if it.request == self.last.request and it.asked), None)
        return asked is not None and set(asked) != {password.value for password in self.needed}

    @property
    def look(self) -> tuple[str, str, Promise]:
        """Tone, icon and words."""
        if not self.needed:
            return "plain", "check", _("Not needed")
        if not self.step:
            return "wait", "clock", _("Not set")
        return SET_AGAIN if self.is_outdated else LOOKS[self.step]

    @property
    def sentence(self) -> Promise | str:
        """What to know or do, where there is something."""
        if self.is_outdated:
            return _("The card needs other passwords since the application was corrected. Set them again.")
        if self.step == Step.SEALED:
            return self._waits_for
        return SENTENCES.get(self.step, "")

    @property
    def _waits_for(self) -> Promise:
        if self.may_leave:
            return _("They are on their way to the issuer.")
        return _("They wait, sealed, until the application is completed.")

    @property
    def last_day(self) -> date | None:
        """The last day on which what waits is kept."""
        return self.waiting.expires_on if self.waiting and self.step == Step.SEALED else None

    @property
    def has_sheet(self) -> bool:
        return self.step == Step.SHEET_RECEIVED

    @property
    def history(self) -> list[PasswordEvent]:
        """The newest first."""
        return self.events[::-1]


def standing_of(application: Application, needed: tuple[Password, ...], *, on: date) -> PasswordStanding:
    return PasswordStanding(
        needed=needed,
        events=list(application.password_events.select_related("by")),
        waiting=getattr(application, "password_request", None),
        may_leave=application.standing is Standing.ACCEPTED,
        on=on,
    )
