"""Folders for unix sockets: private, and short enough for the kernel."""

import hashlib
import os
import tempfile
from pathlib import Path

from launch.trouble import Trouble

PATH_LIMIT = 107  # bytes, the kernel's


def short_folder(wanted: Path, longest_name: str) -> Path:
    """`wanted`, or a folder of the temporary directory when the sockets' paths would be too long there.

    The folder is made and only its owner can enter it. Raises Trouble when somebody else made it before.
    """
    folder = wanted
    if len(os.fsencode(wanted / longest_name)) > PATH_LIMIT:
        digest = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"tokkyu-{os.getuid()}-{digest}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise Trouble(f"{folder} belongs to somebody else.", f"{folder} は別の利用者のものです。")
    folder.chmod(0o700)
    return folder
