"""Web, worker and relay killed, Redis flushed, PostgreSQL restarted, while clerks enter applications.

In the middle a dump is taken. At the end the house is taken for lost, and another one is made of the dump.
"""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.utils import timezone

from campaign import page
from campaign.clients import FORM
from campaign.goals import SHORT
from campaign.history import Attempt, check
from campaign.house import House
from campaign.restoring import dump, restored
from campaign.run import drain, run
from delivery.issuer.embedded import EmbeddedIssuer


@pytest.mark.alone
def test_nothing_is_lost_and_nothing_doubled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    promised: list[Attempt] = []
    file, houses = tmp_path / "dump", []

    def keep_a_dump(house: House, attempts: Sequence[Attempt]) -> None:
        promised.extend(attempts)
        houses.append(house)
        dump(house, file)

    report = run(tmp_path / "house", SHORT, halfway=keep_a_dump)
    with capsys.disabled():
        print("\n" + page.as_text(report.lines(), report.notes()))
    missed = [line.what for line in report.lines() if line.held is False]
    # How long others wait depends on the machine, which has other work to do here: ./tokkyu campaign measures it.
    assert [what for what in missed if "waited" not in what] == []
    nothing_typed_is_in_the_logs(tmp_path / "house" / "log")
    a_restored_house_is_whole(restored(file, houses[0], tmp_path / "restored"), promised)


def nothing_typed_is_in_the_logs(folder: Path) -> None:
    logs = {log.name: log.read_text() for log in folder.glob("*.log")}
    assert {"web.log", "relay.log", "worker.log", "postgres.log"} <= set(logs)
    for name, text in logs.items():
        for typed in (FORM["name"], FORM["kana"], FORM["address"], FORM["postcode"]):
            assert str(typed) not in text, name


def a_restored_house_is_whole(house: House, promised: Sequence[Attempt]) -> None:
    """All that was promised before the dump is there and booked once; what came later is told from the ledger."""
    try:
        assert drain(house, time.monotonic()) is not None
        stored, booked = house.stored(), house.booked()
        verdict = check(promised, stored, booked)
        assert verdict.acknowledged > 0
        assert verdict.holds
        assert EmbeddedIssuer(house.ledger, today=timezone.localdate).doubled() == 0
        later = set(booked) - {row.reference for row in stored}
        listed = house.manage("compare_ledger").splitlines()
        assert later
        assert {line.split()[1] for line in listed[:-1]} == later
    finally:
        house.stop()
