"""Web, worker and relay killed, Redis flushed, PostgreSQL restarted, while clerks enter applications."""

from pathlib import Path

import pytest

from campaign.clients import FORM
from campaign.run import run

SECONDS = 60
ACKNOWLEDGED = 400


@pytest.mark.alone
def test_nothing_is_lost_and_nothing_doubled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = run(tmp_path, seconds=SECONDS, at_least=ACKNOWLEDGED)
    with capsys.disabled():
        print(f"\n{report}")
    assert (report.verdict.lost, report.verdict.doubled, report.verdict.unasked) == ([], [], [])
    assert report.drained is not None
    assert report.faults.total() >= 10
    assert len(report.faults) >= 5
    assert report.verdict.acknowledged >= ACKNOWLEDGED
    logs = {log.name: log.read_text() for log in (tmp_path / "log").glob("*.log")}
    assert {"web.log", "relay.log", "worker.log", "postgres.log"} <= set(logs)
    for name, text in logs.items():
        for typed in (FORM["name"], FORM["kana"], FORM["address"], FORM["postcode"]):
            assert str(typed) not in text, name
