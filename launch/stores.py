"""PostgreSQL and Redis for one folder: those that the environment names, or our own."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from launch import passwords, postgres
from launch.postgres import Postgres
from launch.steps import step
from launch.trouble import Trouble
from launch.valkey import Valkey

Server = Postgres | Valkey


class Stores:
    """What a folder's processes keep their data in, and the environment that leads them there."""

    def __init__(
        self, folder: Path, *, given: Mapping[str, str] = os.environ, throwaway: bool = False
    ) -> None:
        self.folder, self.given = folder, given
        self.servers: list[Server] = []
        logs = folder / "log"
        self.environment = {"TOKKYU_SECRET_KEY": given.get("TOKKYU_SECRET_KEY") or self._kept("secret_key")}
        if given.get("DATABASE_URL"):
            self.environment |= self._given_database()
        else:
            database = Postgres(
                folder / "postgres", run_folder=folder, log=logs / "postgres.log", throwaway=throwaway
            )
            self.servers.append(database)
            self.environment |= {
                "DATABASE_URL": database.url(postgres.WEB),
                "DATABASE_OWNER_URL": database.url(postgres.OWNER),
                "DATABASE_WORKER_URL": database.url(postgres.WORKER),
            }
        if given.get("REDIS_URL"):
            self.environment["REDIS_URL"] = given["REDIS_URL"]
        else:
            broker = Valkey(
                folder / "valkey", run_folder=folder, log=logs / "valkey.log", throwaway=throwaway
            )
            self.servers.append(broker)
            self.environment["REDIS_URL"] = broker.url

    def start(self, *, ends_with_parent: bool = True) -> None:
        """Start our own servers that do not run yet, making their data folders first."""
        for server in self.servers:
            if not server.is_running():
                with step(f"{server.label}, our own"):
                    server.prepare()
                    server.start(ends_with_parent=ends_with_parent)

    def stop(self) -> None:
        for server in reversed(self.servers):
            server.stop()

    def _given_database(self) -> dict[str, str]:
        """The three URLs. A worker's login that is not given is made by `manage.py roles` as named here."""
        web, owner = self.given["DATABASE_URL"], self.given.get("DATABASE_OWNER_URL")
        if not owner:
            raise Trouble(
                "DATABASE_URL is set: DATABASE_OWNER_URL must be set too. The first is the application's login"
                " (no superuser, not the owner), the second the database's owner, who may make roles.",
                "DATABASE_URL を使うときは DATABASE_OWNER_URL も必要です。前者は業務用のログイン（スーパーユーザーや"
                "所有者ではないもの）、後者はロールを作成できるデータベースの所有者です。",
            )
        worker = self.given.get("DATABASE_WORKER_URL") or with_login(
            web, postgres.WORKER, self._kept(postgres.WORKER)
        )
        return {"DATABASE_URL": web, "DATABASE_OWNER_URL": owner, "DATABASE_WORKER_URL": worker}

    def _kept(self, name: str) -> str:
        return passwords.load_or_make(self.folder / "secrets.json", (name,))[name]


def with_login(url: str, user: str, password: str) -> str:
    """The same database URL with another user and password."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{user}:{password}@{place}").geturl()
