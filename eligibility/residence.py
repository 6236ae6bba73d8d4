"""Where a person lives decides whose practice and whose open days count."""

from dataclasses import dataclass
from datetime import date

from desks.calendars import calendar_of, practice_of
from desks.models import HelpDesk, Municipality
from desks.places import Place, row_of
from eligibility.calendar import Calendar
from eligibility.practice import Practice


@dataclass(frozen=True, slots=True)
class Residence:
    """A municipality with what it settled; `row` None: it does not use this system, the national default holds."""

    place: Place
    row: Municipality | None
    practice: Practice
    calendar: Calendar
    on: date | None = None

    def desks(self) -> list[HelpDesk]:
        """Where to go, as far as it is known here."""
        if self.row is None or self.on is None:
            return []
        return list(HelpDesk.objects.filter(municipality=self.row).open_on(self.on))


def residence_at(place: Place, *, on: date) -> Residence:
    """The practice in force and the open days known on that day."""
    row = row_of(place)
    return Residence(place, row, practice_of(row, on), calendar_of(row, on), on)
