"""Relay and worker as real processes, on real PostgreSQL and Valkey, under the worker's database role."""

import json
import signal
import time
from collections.abc import Callable

import psycopg
import pytest
import redis
from django.db import connection
from django.utils import timezone

from delivery.issuer.embedded import EmbeddedIssuer
from delivery.issuer.protocol import News
from delivery.models import Delivery, HandOff, Posting
from delivery.states import Source, State
from delivery.tasks import hand_off
from launch.supervisor import Program
from tests.delivery.letters import a_delivery, wait_until
from tests.places import Place
from tests.processes import environment_of_tests

Programs = dict[str, Program]


def start(programs: Programs, *names: str) -> None:
    for name in names:
        programs[name].start()


def all_scheduled(place: Place) -> Callable[[], bool]:
    def look() -> bool:
        with place.scope():
            return not Delivery.objects.filter(state=State.REQUESTED).exists()

    return look


def ask_for(place: Place, count: int) -> list[Delivery]:
    with place.scope():
        return [a_delivery(place) for _ in range(count)]


def test_applications_of_two_municipalities_are_scheduled(
    programs: Programs, ledger: EmbeddedIssuer, mihon: Place, renshu: Place
) -> None:
    ask_for(mihon, 3)
    ask_for(renshu, 2)
    start(programs, "relay", "worker")
    wait_until(all_scheduled(mihon))
    wait_until(all_scheduled(renshu))
    assert (len(ledger.bookings()), ledger.doubled()) == (5, 0)


@pytest.mark.alone
def test_an_accepted_application_is_scheduled_at_once(
    programs: Programs, ledger: EmbeddedIssuer, mihon: Place
) -> None:
    """The nudge works: it does not wait for a poll. And the relay ends cleanly when it is asked to."""
    start(programs, "relay", "worker")
    ask_for(mihon, 1)
    wait_until(all_scheduled(mihon))
    for _ in range(3):
        ask_for(mihon, 1)
        wait_until(all_scheduled(mihon), seconds=0.8)
    relay = programs["relay"].process
    assert relay is not None
    relay.send_signal(signal.SIGTERM)
    assert relay.wait(5) == 0


def test_two_relays_share_the_work(
    programs: Programs, ledger: EmbeddedIssuer, mihon: Place, broker: redis.Redis
) -> None:
    second = Program(**{**vars(programs["relay"]), "name": "relay2"})
    programs["relay2"] = second
    ask_for(mihon, 40)
    start(programs, "relay", "relay2")
    wait_until(lambda: published(mihon) == 40)
    time.sleep(1.5)
    with mihon.scope():
        assert set(HandOff.objects.values_list("publishes", flat=True)) == {1}
    start(programs, "worker")
    wait_until(all_scheduled(mihon))
    assert (ledger.requests(), ledger.doubled()) == (40, 0)


def published(place: Place) -> int:
    with place.scope():
        return HandOff.objects.exclude(published_at=None).count()


def test_a_flushed_broker_loses_nothing(
    programs: Programs, ledger: EmbeddedIssuer, mihon: Place, broker: redis.Redis
) -> None:
    ask_for(mihon, 5)
    start(programs, "relay")
    wait_until(lambda: published(mihon) == 5)
    broker.flushall()
    start(programs, "worker")
    wait_until(all_scheduled(mihon))
    assert (len(ledger.bookings()), ledger.doubled()) == (5, 0)


def test_an_issuer_that_was_away_is_asked_again(
    programs: Programs, ledger: EmbeddedIssuer, mihon: Place
) -> None:
    ledger.go_away()
    ask_for(mihon, 2)
    start(programs, "relay", "worker")
    wait_until(lambda: last_errors(mihon) == {"issuer_away"})
    ledger.come_back()
    wait_until(all_scheduled(mihon))
    assert (len(ledger.bookings()), ledger.doubled()) == (2, 0)


def last_errors(place: Place) -> set[str]:
    with place.scope():
        return set(HandOff.objects.values_list("last_error", flat=True))


def test_the_worker_collects_news(
    programs: Programs, ledger: EmbeddedIssuer, mihon: Place, broker: redis.Redis
) -> None:
    today = timezone.localdate()
    with mihon.scope():
        delivery = a_delivery(mihon, accepted_on=today)
    ledger.plant("990019", delivery.reference, news=[News(State.POSTED, today, Source.ISSUER, "30000000007")])
    start(programs, "relay", "worker")
    wait_until(all_scheduled(mihon))
    hand_off.app.send_task("delivery.tasks.collect_news")

    def posted() -> bool:
        with mihon.scope():
            return Posting.objects.filter(
                delivery__state=State.POSTED, tracking_number="30000000007"
            ).exists()

    wait_until(posted)


def test_messages_that_make_no_sense_stop_nobody(
    programs: Programs, ledger: EmbeddedIssuer, mihon: Place, broker: redis.Redis
) -> None:
    for kwargs in ({"ids": ["x"]}, {"ids": None}, {"ids": [10**30]}, {"rows": [1]}, {"ids": [-1]}):
        hand_off.app.send_task("delivery.tasks.hand_off", kwargs=kwargs)
    hand_off.app.send_task("delivery.tasks.of_an_old_version", kwargs={"ids": [1]})
    hand_off.app.send_task("delivery.tasks.hand_off", kwargs={"ids": [1]})
    message = json.loads(broker.lindex("delivery", 0))
    for body in ("!", "MQ=="):  # nothing at all; the number 1
        broker.lpush("delivery", json.dumps(message | {"body": body}))
    broker.lpush("delivery", json.dumps(message | {"content-type": "application/x-python-serialize"}))
    bare = {"delivery_tag": "1", "delivery_info": {"exchange": ""}}
    of_a_list = message["properties"] | {"delivery_tag": [1]}
    broker.lpush(
        "delivery", *(json.dumps(message | {"properties": found}) for found in (1, {}, bare, of_a_list))
    )
    broker.lpush(
        "delivery", "", "{", b"\xff", "[" * 100_000, "[]", "{}", "1", '{"__type__": "x", "__value__": 1}'
    )
    broker.lpush("delivery", json.dumps(message | {"headers": 1}))
    ask_for(mihon, 2)
    start(programs, "relay", "worker")
    wait_until(all_scheduled(mihon), seconds=60)
    worker = programs["worker"].process
    assert worker is not None
    assert worker.poll() is None
    assert broker.llen("delivery") == broker.hlen("unacked") == 0, "nobody has to read them again"


def test_logs_hold_no_personal_data(programs: Programs, ledger: EmbeddedIssuer, mihon: Place) -> None:
    with mihon.scope():
        a_delivery(mihon, addressee="秘密 太郎", reference="SECRETREF1")
        a_delivery(mihon, addressee="秘密 次郎", longer_reasons=["A_REASON_FROM_TOMORROW"])
    start(programs, "relay", "worker")
    wait_until(lambda: last_errors(mihon) == {"", "no_plan"})
    logs = "".join(programs[name].log.read_text() for name in ("relay", "worker"))
    assert "cannot be planned" in logs
    for secret in ("秘密", "みほん市", "SECRETREF1", "1990"):
        assert secret not in logs


@pytest.mark.parametrize(
    "query",
    [
        "SELECT password FROM desks_staff",
        "SELECT * FROM desks_membership",
        "SELECT * FROM desks_auditentry",
        "SELECT * FROM delivery_note",
        "SELECT * FROM desks_issuerkey",
        "SELECT * FROM django_session",
        "UPDATE delivery_move SET cause = 'x'",
        "DELETE FROM delivery_move",
        "DELETE FROM delivery_delivery",
        "UPDATE delivery_trackingevent SET state = 'posted'",
        "INSERT INTO delivery_delivery DEFAULT VALUES",
        "UPDATE desks_municipality SET name = 'x'",
    ],
)
def test_what_the_worker_may_not_do(db: None, query: str) -> None:
    with worker_connection() as worker, pytest.raises(psycopg.errors.InsufficientPrivilege):
        worker.execute(query)


def test_the_worker_reads_nothing_of_intake_and_fees_but_what_a_sealed_request_needs(db: None) -> None:
    with worker_connection() as worker:
        readable = worker.execute(
            "SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
            " WHERE relkind = 'r' AND relname ~ '^(intake|fees)_' AND attnum > 0"
            " AND has_column_privilege(pg_class.oid, attnum, 'SELECT, INSERT, UPDATE')"
        ).fetchall()
    columns: dict[str, set[str]] = {}
    for table, column in readable:
        columns.setdefault(table, set()).add(column)
    assert columns.pop("intake_application") == {
        "id",
        "uid",
        "municipality_id",
        "accepted_on",
        "withdrawn_on",
    }
    assert columns.pop("intake_passwordsetrequest") == {
        *("id", "municipality_id", "application_id", "key", "key_id", "ciphertext", "made_at", "expires_on")
    }
    events = {"id", "municipality_id", "application_id", "request", "step", "at", "by_id", "asked"}
    assert columns.pop("intake_passwordevent") == events
    # Of what expires it sees the day.
    assert columns.pop("intake_draft", None) == {"id", "municipality_id", "expires_on"}
    assert not columns


def worker_connection() -> psycopg.Connection:
    connection.ensure_connection()
    return psycopg.connect(environment_of_tests()["DATABASE_WORKER_URL"])
