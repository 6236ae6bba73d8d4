"""A machine without Pango: everything starts, and printing is refused by name."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import django
django.setup()
from paper.render import PaperUnavailable, available
from paper.sheets import PasswordSheet, pack
try:
    pack([PasswordSheet(municipality="みほん市")], "ja")
except PaperUnavailable as refusal:
    print(available(), refusal.apt_line)
"""


def test_printing_is_refused_with_the_line_that_helps(tmp_path: Path) -> None:
    """The loader finds a file of Pango's name first, and it is no library."""
    for name in ("libpango-1.0.so.0", "libpango-1.0.dylib"):
        (tmp_path / name).write_bytes(b"")
    environment = {
        **os.environ,
        "LD_LIBRARY_PATH": str(tmp_path),
        "DYLD_LIBRARY_PATH": str(tmp_path),
        "PYTHONWARNINGS": "error",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    available, _, line = done.stdout.strip().partition(" ")
    assert available == "False"
    assert line.startswith("apt-get install")
    assert "libpango-1.0-0" in line
    assert done.stderr == ""
