"""What the embedded carrier does to a letter, decided by the letter's key alone."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from delivery.issuer.protocol import News
from delivery.states import Source, State

Script = Sequence[News]

# Chances in a hundred; what remains of the hundred is delivered at the first attempt.
NOBODY_AT_HOME = 8
NO_NUMBER = 10


def usual_script(key: UUID, booked_on: date) -> Script:
    """Made within two days, posted, handed over two days later; sometimes nobody is at home the first time."""
    chance = Random(key.int)  # noqa: S311 (a play, not a secret)
    number = "" if chance.randrange(100) < NO_NUMBER else demo_number(chance)
    posted_on = booked_on + timedelta(days=chance.randint(1, 2))
    attempt_on = posted_on + timedelta(days=2)
    script = [News(State.POSTED, posted_on, Source.ISSUER, number)]
    if chance.randrange(100) < NOBODY_AT_HOME:
        script.append(News(State.ABSENT, attempt_on, Source.TRACKING, number))
        script.append(News(State.HELD, attempt_on + timedelta(days=1), Source.TRACKING, number))
        attempt_on += timedelta(days=chance.randint(2, 5))
    return [*script, News(State.DELIVERED, attempt_on, Source.TRACKING, number)]


def demo_number(chance: Random) -> str:
    """Eleven digits of simplified registered mail that no real letter bears: a real check digit is 0 to 6."""
    return f"{chance.choice('34')}{chance.randrange(10**9):09}{chance.choice('789')}"
