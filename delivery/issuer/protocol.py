"""What Tokkyu asks of the issuer of cards and of the post, and what they answer. Any form of them can stand behind it.

In Japan nobody need ever tell a tracking number: where the issuer tells one, the post is asked by it; where not, there
is only what the issuer itself tells, or nothing at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from delivery.states import Source, State


class Away(Exception):
    """There was no answer. Ask again: every question may be repeated."""


class IssuerAway(Away):
    """The issuer did not answer. It may have booked all the same: ask again with the same keys."""


class CarrierAway(Away):
    """The post did not answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A card to be made and posted by registered mail. `key` names this posting: asking twice books once.

    `municipality` is its six-digit code; with `reference` and `generation` it names the letter for people.
    `post_by` is the latest posting day; None where no target is named. `by_file`: it goes to the issuer in a file.
    Personal data never shows in a repr.
    """

    key: UUID
    municipality: str
    reference: str
    generation: int
    post_by: date | None
    to_desk: bool
    by_file: bool = False
    addressee: str = field(repr=False)
    postcode: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Booked:
    """The letter will be made and posted; for a repeated key, it was booked before."""

    key: UUID


@dataclass(frozen=True, slots=True)
class Refused:
    """The letter will not be made, however often we ask."""

    key: UUID


@dataclass(frozen=True, slots=True)
class News:
    """What happened to a letter on a day. The number may never be told. `problem` is a `Problem`, or "" for none."""

    state: State
    on: date
    source: Source
    tracking_number: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """What the post is asked by: a number, and the day since which it is this letter's. The post uses numbers again."""

    number: str
    since: date


class Issuer(Protocol):
    """Makes cards and posts them, each asked for by its own key."""

    def request(self, letters: Sequence[Letter]) -> Sequence[Booked | Refused]:
        """Books each letter once; one answer for each, in any order. Raises IssuerAway."""

    def cancel(self, key: UUID) -> bool:
        """Takes back a letter that is not posted yet; False where it is too late or unknown. Raises IssuerAway."""

    def news(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[News | Refused]]:
        """For each letter that it has booked, all it has told so far: that it was posted, its number, or that it will
        not be made after all. Any of it may come late, twice, or never; none is an empty sequence.

        What it has not booked, or has cancelled, is left out. Raises IssuerAway.
        """


class Carrier(Protocol):
    """Carries letters and tells how they fare to whoever knows their number."""

    def news(self, mail: Sequence[Mail]) -> Mapping[Mail, Sequence[News]]:
        """All the post tells so far, in whatever order; an unknown number is left out. Raises CarrierAway."""
