"""An issuer and a carrier inside the house, for demo and tests, in one world (delivery/issuer/world.py).

What happens to a letter follows from its key, or from what was planted for it. Sealed passwords never come here: they
go to a program that has the keys (delivery/issuer/passwords.py).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from delivery.issuer.protocol import Booked, CarrierAway, IssuerAway, Letter, Mail, News, Refused
from delivery.issuer.world import Answer as Answer
from delivery.issuer.world import World
from delivery.states import Source


class EmbeddedIssuer(World):
    """Plays the issuer; see the protocol."""

    office, away = "issuer", IssuerAway

    def request(self, letters: Sequence[Letter]) -> list[Booked | Refused]:
        with self._ledger(answers=True) as ledger:
            now = datetime.now(UTC).isoformat()
            ledger.executemany("INSERT INTO request VALUES (?, ?)", [(str(it.key), now) for it in letters])
            refused = set(
                ledger.execute("SELECT municipality, reference FROM plant WHERE answer = ?", [Answer.REFUSE])
            )
            booked = [it for it in letters if (it.municipality, it.reference) not in refused]
            ledger.executemany(
                "INSERT INTO booking (key, municipality, reference, generation, booked_on) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO NOTHING",
                [
                    (str(it.key), it.municipality, it.reference, it.generation, self.today().isoformat())
                    for it in booked
                ],
            )
        taken = {it.key for it in booked}
        return [Booked(it.key) if it.key in taken else Refused(it.key) for it in letters]

    def cancel(self, key: UUID) -> bool:
        if self._stories([key]).get(key):
            return False
        with self._ledger(answers=True) as ledger:
            changed = ledger.execute("UPDATE booking SET cancelled = 1 WHERE key = ?", [str(key)]).rowcount
        return bool(changed)

    def news(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[News]]:
        stories, today = self._stories(keys), self.today()
        told = {
            key: [it.news for it in story if it.news.source is Source.ISSUER and it.from_day <= today]
            for key, story in stories.items()
        }
        numbers = {
            (it.tracking_number, str(key)) for key, news in told.items() for it in news if it.tracking_number
        }
        with self._ledger() as ledger:
            ledger.executemany("INSERT OR IGNORE INTO label VALUES (?, ?)", sorted(numbers))
        return told


class EmbeddedCarrier(World):
    """Plays the post; see the protocol. It knows the numbers that the issuer has told."""

    office, away = "post", CarrierAway

    def news(self, mail: Sequence[Mail]) -> Mapping[Mail, Sequence[News]]:
        with self._ledger(answers=True) as ledger:
            labels = ledger.execute(
                "SELECT number, key FROM label WHERE number IN (SELECT value FROM json_each(?))",
                [json.dumps([item.number for item in mail])],
            ).fetchall()
        stories, today = self._stories([UUID(key) for _number, key in labels]), self.today()
        by_number: dict[str, list[News]] = {}
        for number, key in labels:
            told = by_number.setdefault(number, [])
            for it in stories.get(UUID(key), ()):
                if it.news.source is Source.TRACKING and it.from_day <= today:
                    told.append(it.news)
        return {
            item: [news for news in by_number[item.number] if news.on >= item.since]
            for item in mail
            if item.number in by_number
        }
