"""What Tokkyu asks of the issuer of cards, and what the issuer answers. Any form of it can stand behind this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from delivery.states import Source, State


class IssuerAway(Exception):
    """The issuer did not answer. It may have booked all the same: ask again with the same keys."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A card to be made and posted by registered mail. `key` names this posting: asking twice books once.

    `municipality` is its six-digit code; with `reference` and `generation` it names the letter for people.
    `post_by` is the latest posting day; None where no target is named. Personal data never shows in a repr.
    """

    key: UUID
    municipality: str
    reference: str
    generation: int
    post_by: date | None
    to_desk: bool
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
    """What happened to a letter on a day. The number may never be told."""

    state: State
    on: date
    source: Source
    tracking_number: str = ""


class Issuer(Protocol):
    def request(self, letters: Sequence[Letter]) -> Sequence[Booked | Refused]:
        """Books each letter once; one answer for each, in any order. Raises IssuerAway."""

    def state(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[News]]:
        """All news so far of the letters it has booked, the oldest first. Raises IssuerAway."""

    def cancel(self, key: UUID) -> bool:
        """Takes back a letter that is not posted yet; False where it is too late or unknown. Raises IssuerAway."""
