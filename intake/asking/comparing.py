"""The same facts asked again, for another day or under another practice. Nothing is stored."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desks.calendars import calendar_of, practice_of
from desks.models import Municipality
from desks.places import with_code
from eligibility.age import certificates_carried
from eligibility.answer import Answer, answer
from eligibility.calendar import Calendar
from eligibility.day_count import DayCount, day_count
from eligibility.events import Facts
from eligibility.nearest import nearest_changes
from eligibility.practice import Practice
from eligibility.presets import PRESETS
from eligibility.reasons import Verdict
from eligibility.rules import first_seen
from eligibility.why import Because, because, unsaid
from eligibility.wording import VERDICT_NAMES
from intake.models import Application
from intake.panel import ICONS, TONES

OWN: Final = "own"
_PRESET, _AT = "preset", "at"
NATIONAL_DEFAULT: Final = f"{_PRESET}:NATIONAL"


def practices(at: Municipality) -> list[tuple[str, str | Promise]]:
    """What can be asked under, ours first: a key and its name."""
    others = Municipality.objects.exclude(pk=at.pk).order_by("code")
    return [
        (OWN, str(at)),
        *((f"{_AT}:{other.code}", str(other)) for other in others),
        *(
            (
                f"{_PRESET}:{preset.name}",
                str(with_code(preset.code)) if preset.code else _("National default"),
            )
            for preset in PRESETS.values()
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class Standpoint:
    """A day and the practice of the municipality of residence. `since`: from when that version is in force.

    `desk_practice` and `calendar` are the accepting desk's; `version` is that of the calendar, None where no
    municipality of this system is asked about: then the national holidays alone are known.
    """

    on: date
    name: str | Promise
    practice: Practice
    since: date | None
    calendar: Calendar
    version: int | None
    desk_practice: Practice | None


def standpoint(choice: str, facts: Facts, *, on: date, at: Municipality) -> Standpoint:
    """What a key of `practices(at)` means on that day, for whoever these facts are about.

    At another municipality's desk: somebody of ours goes to one that is not known here, somebody registered elsewhere
    comes to ours. Practice is that of the first visit, as it is at the desk.
    """
    applied_on = first_seen(facts, on=on)
    residence = at if choice == OWN else _municipality(choice)
    preset = PRESETS[choice.partition(":")[2]] if choice.startswith(_PRESET) else None
    to_us = not facts.at_residence_desk and choice != OWN
    desk = at if to_us else residence
    return Standpoint(
        on=on,
        name=dict(practices(at))[choice],
        practice=preset.practice if preset else practice_of(residence, applied_on),
        since=_since(residence, applied_on) if residence else None,
        calendar=calendar_of(desk, on),
        version=desk.calendar_version if desk else None,
        desk_practice=practice_of(at, applied_on) if to_us else None,
    )


def _municipality(choice: str) -> Municipality | None:
    kind, _colon, code = choice.partition(":")
    return Municipality.objects.get(code=code) if kind == _AT else None


def _since(municipality: Municipality, on: date) -> date | None:
    rows = municipality.practices.filter(in_force_from__lte=on)
    since: date | None = rows.aggregate(Max("in_force_from"))["in_force_from__max"]
    return since


@dataclass(frozen=True)
class Asked:
    """An answer from one standpoint."""

    facts: Facts
    standpoint: Standpoint
    answer: Answer

    @property
    def tone(self) -> str:
        return TONES[self._verdict]

    @property
    def icon(self) -> str:
        return ICONS[self.tone]

    @property
    def verdict(self) -> Promise:
        return VERDICT_NAMES[self._verdict]

    @property
    def _verdict(self) -> Verdict:
        return self.answer.assessment.verdict

    @property
    def changes(self) -> list[str]:
        """What would change the answer."""
        where = self.standpoint
        found = nearest_changes(
            self.facts,
            self.answer,
            on=where.on,
            practice=where.practice,
            calendar=where.calendar,
            desk_practice=where.desk_practice,
        )
        return unsaid(found)

    @property
    def steps(self) -> list[Because]:
        return [because(reason) for reason in self.answer.trace]

    @property
    def day_count(self) -> DayCount | None:
        return day_count(self.answer.assessment, self.standpoint.calendar)


def ask(facts: Facts, where: Standpoint) -> Asked:
    """Raises NotInForce for a day before the launch, ContradictoryFacts for a first visit after the day."""
    facts = replace(facts, certificates=certificates_carried(facts, on=where.on))
    given = answer(
        facts,
        on=where.on,
        practice=where.practice,
        calendar=where.calendar,
        desk_practice=where.desk_practice,
    )
    return Asked(facts, where, given)


def judged_under(application: Application) -> str:
    """The key of the practice by which the application was judged."""
    row = application.residence_practice
    if row is None:
        return NATIONAL_DEFAULT
    same = row.municipality_id == application.municipality_id
    return OWN if same else f"{_AT}:{row.municipality.code}"
