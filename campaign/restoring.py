"""A dump of a house at work, and another house made of it, as docs/backup.md says."""

import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg

from campaign.bad_messages import write_reasons
from campaign.house import House
from launch import binaries
from launch.postgres import OWNER

GROUPS = "CREATE ROLE tokkyu_web NOLOGIN", "CREATE ROLE tokkyu_worker NOLOGIN"


def dump(house: House, file: Path) -> None:
    """Everything in the database as of one moment. Row-level security lets nobody but a superuser see all of it."""
    _run("pg_dump", "--format=custom", f"--file={file}", house.database.url("postgres"))


def restored(file: Path, lost: House, folder: Path) -> House:
    """A house on a new server with what is in the dump; it talks to the issuer that `lost` talked to.

    Relay and worker run. What had been poisoned is made whole, as it was in the house that is lost.
    """
    folder.mkdir()
    shutil.copy(lost.folder / "secrets.json", folder)
    house = House(folder, ledger=lost.ledger)
    house.stores.start()
    with closing(psycopg.connect(house.database.url(OWNER), autocommit=True)) as owner:
        for statement in GROUPS:
            owner.execute(statement)
    _run("pg_restore", "--exit-on-error", f"--dbname={house.database.url('postgres')}", file)
    for delivery, reasons in lost.poisoned.items():
        write_reasons(house, delivery, reasons)
    house.manage("roles")
    house.start_programs("relay", "worker")
    return house


def _run(program: str, *arguments: str | Path) -> None:
    subprocess.run([binaries.postgres() / program, *arguments], check=True)
