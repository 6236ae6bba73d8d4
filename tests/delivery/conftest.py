from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.utils import timezone
from pytest_django.fixtures import Settings

from config.environment import redis as redis_url
from delivery.issuer.embedded import EmbeddedIssuer
from launch.run import programs_of
from launch.supervisor import Program
from tests.delivery.letters import MONDAY
from tests.delivery.mailing import through
from tests.delivery.smtp_server import MailServer, a_mail_server
from tests.processes import environment_of_tests


@pytest.fixture
def issuer(tmp_path: Path) -> EmbeddedIssuer:
    """An issuer for whom it is the Monday on which the tests' applications are accepted."""
    return EmbeddedIssuer(tmp_path / "issuer.sqlite", today=lambda: MONDAY)


@pytest.fixture
def broker() -> redis.Redis:
    """The tests' broker, empty."""
    client = redis.Redis.from_url(redis_url(settings.REDIS_URL, 0))
    client.flushdb()
    return client


@pytest.fixture
def programs(committed: None, broker: redis.Redis, tmp_path: Path) -> Iterator[dict[str, Program]]:
    """Relay and worker as `./tokkyu run` starts them, not started yet; whatever runs at the end is ended."""
    environment = environment_of_tests() | {"TOKKYU_ISSUER_LEDGER": str(tmp_path / "ledger.sqlite")}
    made = {program.name: program for program in programs_of(environment, 0, folder=tmp_path)}
    yield made
    for program in made.values():
        program.ask_to_stop()
    for program in made.values():
        program.stop()


@pytest.fixture
def ledger(tmp_path: Path) -> EmbeddedIssuer:
    """The issuer that the processes of `programs` talk to."""
    return EmbeddedIssuer(tmp_path / "ledger.sqlite", today=timezone.localdate)


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """Where this process's e-mails go."""
    with a_mail_server() as server:
        through(server.port, settings)
        yield server
