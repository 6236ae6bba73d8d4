"""Secrets made once per install and kept in a file that only its owner can read."""

import json
import os
import secrets
from pathlib import Path


def load_or_make(path: Path, names: tuple[str, ...]) -> dict[str, str]:
    """The secrets kept in `path`; missing ones of `names` are made (40 letters, digits, - and _)."""
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in names if name not in kept]
    if missing:
        kept |= {name: secrets.token_urlsafe(30) for name in missing}
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(path.name + ".new")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(kept, file, indent=1)
        temporary.replace(path)
    return kept
