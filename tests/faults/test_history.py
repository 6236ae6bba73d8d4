"""The checker finds what it is there to find: histories made by hand, good and bad."""

import pytest

from campaign.history import Attempt, Outcome, Stored, check

ACKNOWLEDGED = Attempt("key", Outcome.ACKNOWLEDGED, frozenset({"page"}))
UNKNOWN = Attempt("key", Outcome.UNKNOWN)
REFUSED = Attempt("key", Outcome.REFUSED)
ROW = Stored("key", "page", "REF")


@pytest.mark.parametrize(
    ("attempt", "stored", "booked"),
    [
        (ACKNOWLEDGED, [ROW], ["REF"]),
        (UNKNOWN, [], []),
        (UNKNOWN, [ROW], ["REF"]),
        # Committed, and the issuer has not been asked yet: nobody was promised anything.
        (UNKNOWN, [ROW], []),
        (REFUSED, [], []),
    ],
)
def test_a_good_history_holds(attempt: Attempt, stored: list[Stored], booked: list[str]) -> None:
    assert check([attempt], stored, booked).holds


@pytest.mark.parametrize(
    ("attempt", "stored", "booked", "fault"),
    [
        pytest.param(ACKNOWLEDGED, [ROW], [], "lost", id="acknowledged, never booked"),
        pytest.param(ACKNOWLEDGED, [], [], "lost", id="acknowledged, not in the database"),
        pytest.param(ACKNOWLEDGED, [], ["REF"], "lost", id="booked, and its row has gone"),
        pytest.param(
            ACKNOWLEDGED, [Stored("key", "other page", "REF")], ["REF"], "lost", id="another page was shown"
        ),
        pytest.param(ACKNOWLEDGED, [ROW], ["OTHER"], "lost", id="somebody else's was booked"),
        pytest.param(ACKNOWLEDGED, [ROW], ["REF", "REF"], "doubled", id="booked twice"),
        pytest.param(UNKNOWN, [ROW], ["REF", "REF"], "doubled", id="unknown, booked twice"),
        pytest.param(
            ACKNOWLEDGED,
            [ROW, Stored("key", "page 2", "REF2")],
            ["REF", "REF2"],
            "doubled",
            id="one form, two letters",
        ),
        pytest.param(
            Attempt("key", Outcome.ACKNOWLEDGED, frozenset({"page", "page 2"})),
            [ROW, Stored("key", "page 2", "REF2")],
            ["REF"],
            "doubled",
            id="one form, two answers",
        ),
        pytest.param(REFUSED, [ROW], ["REF"], "unasked", id="refused, booked all the same"),
    ],
)
def test_a_bad_history_is_found(
    attempt: Attempt, stored: list[Stored], booked: list[str], fault: str
) -> None:
    verdict = check([attempt], stored, booked)
    assert not verdict.holds
    assert getattr(verdict, fault)


def test_one_bad_among_many_good_is_found() -> None:
    attempts = [Attempt(f"key{n}", Outcome.ACKNOWLEDGED, frozenset({f"page{n}"})) for n in range(1000)]
    stored = [Stored(f"key{n}", f"page{n}", f"REF{n}") for n in range(1000)]
    booked = [f"REF{n}" for n in range(1000) if n != 500] + ["REF7"]
    verdict = check(attempts, stored, booked)
    assert (verdict.acknowledged, verdict.lost, verdict.doubled) == (1000, ["key500"], ["key7"])
