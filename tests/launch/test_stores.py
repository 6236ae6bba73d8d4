"""The databases that `./tokkyu` starts: who may log in as what, and what survives."""

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from launch import processes
from launch.stores import Stores
from launch.supervisor import Supervisor
from launch.trouble import Trouble

RIGHTS = (
    "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    stores = Stores(tmp_path_factory.mktemp("stores"), given={})
    stores.start()
    yield stores
    stores.stop()
    assert processes.marked(stores.folder) == []


@pytest.mark.parametrize(
    ("address", "rights"),
    [
        ("DATABASE_URL", (False, False, False, False)),
        ("DATABASE_WORKER_URL", (False, False, False, False)),
        ("DATABASE_OWNER_URL", (False, False, True, True)),
    ],
)
def test_no_role_is_a_superuser_or_passes_row_level_security(
    stores: Stores, address: str, rights: tuple[bool, ...]
) -> None:
    with psycopg.connect(stores.environment[address]) as connection:
        assert connection.execute(RIGHTS).fetchone() == rights


@pytest.mark.parametrize("address", ["DATABASE_URL", "DATABASE_WORKER_URL"])
def test_only_the_owner_makes_tables(stores: Stores, address: str) -> None:
    with (
        psycopg.connect(stores.environment[address]) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE mine ()")


def test_the_owner_grants_a_group_to_the_logins(stores: Stores) -> None:
    with psycopg.connect(stores.environment["DATABASE_OWNER_URL"]) as owner:
        owner.execute("CREATE ROLE clerks NOLOGIN")
        owner.execute("GRANT clerks TO tokkyu_web_login, tokkyu_worker_login")


def test_a_wrong_password_is_refused(stores: Stores) -> None:
    address = stores.environment["DATABASE_URL"]
    password = address.split(":")[2].split("@")[0]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address.replace(password, "wrong"))


def test_passwords_are_readable_by_their_owner_only(stores: Stores) -> None:
    for name in ("secrets.json", "postgres/passwords.json"):
        assert stat.S_IMODE((stores.folder / name).stat().st_mode) == 0o600


def test_japanese_has_trigrams_and_sorts_by_code_point(stores: Stores) -> None:
    with psycopg.connect(stores.environment["DATABASE_OWNER_URL"]) as owner:
        assert owner.execute("SELECT lower('ＡÉ'), 'あ' < 'ア'").fetchone() == ("ａé", True)


def test_what_was_committed_survives_a_killed_server(stores: Stores) -> None:
    postgres, valkey = stores.servers
    with psycopg.connect(stores.environment["DATABASE_OWNER_URL"]) as owner:
        owner.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
    client = redis.Redis.from_url(stores.environment["REDIS_URL"])
    client.set("kept", "yes")
    said: list[str] = []
    seconds = 0.0
    supervisor = Supervisor([postgres, valkey], say=said.append, clock=lambda: seconds)
    for server in (postgres, valkey):
        assert server.process is not None
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()

    supervisor.look()
    assert [line.split()[0] for line in said] == ["postgres", "valkey"]
    assert not postgres.is_running()
    seconds = 0.6
    supervisor.look()

    assert client.get("kept") == b"yes"
    with psycopg.connect(stores.environment["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with psycopg.connect(stores.environment["DATABASE_OWNER_URL"]) as owner:
        assert owner.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_row_contents_stay_out_of_the_servers_log(stores: Stores) -> None:
    with psycopg.connect(stores.environment["DATABASE_OWNER_URL"]) as owner:
        owner.execute("CREATE TEMPORARY TABLE people (name text CHECK (name <> '山田太郎'))")
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute("INSERT INTO people VALUES ('山田太郎')")
    log = (stores.folder / "log" / "postgres.log").read_text()
    assert "violates check constraint" in log
    assert "山田太郎" not in log


def test_given_addresses_are_used_and_nothing_of_our_own_starts(tmp_path: Path) -> None:
    given = {
        "DATABASE_URL": "postgres://web:w@db:5432/desk",
        "DATABASE_OWNER_URL": "postgres://owner:o@db:5432/desk",
        "REDIS_URL": "redis://broker:6379/0",
    }
    stores = Stores(tmp_path, given=given)
    assert stores.servers == []
    assert given.items() <= stores.environment.items()
    worker = stores.environment["DATABASE_WORKER_URL"]
    assert worker.startswith("postgres://tokkyu_worker_login:")
    assert worker.endswith("@db:5432/desk")
    assert Stores(tmp_path, given=given).environment == stores.environment


def test_a_long_path_still_gets_a_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    stores = Stores(folder, given={}, throwaway=True)
    try:
        stores.start()
        with psycopg.connect(stores.environment["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert redis.Redis.from_url(stores.environment["REDIS_URL"]).ping()
    finally:
        stores.stop()


def test_a_given_database_without_its_owner_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="DATABASE_OWNER_URL must be set too"):
        Stores(tmp_path, given={"DATABASE_URL": "postgres://web:w@db:5432/desk"})
