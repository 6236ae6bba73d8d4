"""A small disk for the database's folder alone, which can be filled without harm to the machine. For root."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SIZE = "3g"
ALONE = "CAMPAIGN_SEES_ITS_OWN_DISKS"
BALLAST = "ballast"
BLOCK = 4096


def go_on_with_own_disks() -> None:
    """As root: start this program again where its disks are seen by nobody else and end with it."""
    if os.geteuid() == 0 and shutil.which("unshare") and ALONE not in os.environ:
        os.environ[ALONE] = "1"
        os.execvp("unshare", ["unshare", "--mount", "--", sys.executable, *sys.orig_argv[1:]])


def can_be_small() -> bool:
    return ALONE in os.environ


def make_small(folder: Path) -> None:
    """Put a disk in memory where `folder` is."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "campaign", folder], check=True)


def take_away(folder: Path) -> None:
    subprocess.run(["umount", folder], check=False)


def fill(folder: Path) -> None:
    """Leave not one block free, though others write as well."""
    with (folder / BALLAST).open("ab") as ballast:
        piece = shutil.disk_usage(folder).free
        while piece >= BLOCK:
            try:
                os.posix_fallocate(ballast.fileno(), ballast.seek(0, os.SEEK_END), piece)
            except OSError:
                piece //= 2


def free(folder: Path) -> None:
    (folder / BALLAST).unlink(missing_ok=True)
