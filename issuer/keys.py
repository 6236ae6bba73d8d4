"""The issuer's keys: one file each, which nobody but this program's user reads.

A key belongs to one municipality and lives a few weeks. Destroying it is what destroys everything sealed to it, copies
in backups and logs included; a mark stays, so that a destroyed key is never taken for one that is merely not here.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

MUNICIPALITY: Final = re.compile(r"[0-9]{6}")
KEY_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,20}")
PRIVATE, DESTROYED = ".pem", ".destroyed"


class BadName(ValueError):
    """Not six digits, or not an ID of 1 to 20 letters, digits, full stops, hyphens and low lines."""


class KeyTaken(ValueError):
    """A key of this name is or was here."""


class KeyUnknown(LookupError):
    """This key was never here."""


class KeyDestroyed(LookupError):
    """This key was here. Nothing that was sealed to it can ever be opened."""


@dataclass(frozen=True, order=True, slots=True)
class KeyName:
    """Raises BadName: it becomes the name of a file."""

    municipality: str
    key_id: str

    def __post_init__(self) -> None:
        if not (MUNICIPALITY.fullmatch(self.municipality) and KEY_ID.fullmatch(self.key_id)):
            raise BadName

    def __str__(self) -> str:
        return f"{self.municipality}-{self.key_id}"


class KeyStore:
    """The keys in one folder, which is made where there is none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)

    def make(self, name: KeyName) -> bytes:
        """A new pair; returns the public half as PEM. Raises KeyTaken."""
        if self._file(name, DESTROYED).exists():
            raise KeyTaken
        key = ec.generate_private_key(ec.SECP256R1())
        with _new_file(self._file(name, PRIVATE)) as file:
            file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return _pem(key)

    def private(self, name: KeyName) -> ec.EllipticCurvePrivateKey:
        """Raises KeyUnknown or KeyDestroyed."""
        if self._file(name, DESTROYED).exists():
            raise KeyDestroyed
        try:
            key = load_pem_private_key(self._file(name, PRIVATE).read_bytes(), password=None)
        except FileNotFoundError:
            raise KeyUnknown from None
        assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101 (we wrote it)
        return key

    def public(self, name: KeyName) -> bytes:
        """The public half as PEM. Raises KeyUnknown or KeyDestroyed."""
        return _pem(self.private(name))

    def fingerprint(self, name: KeyName) -> str:
        """SHA-256 of the public key as DER, in groups of four, as the administrator's page shows it."""
        der = self.private(name).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return " ".join(re.findall("....", hashlib.sha256(der).hexdigest()))

    def destroy(self, name: KeyName) -> None:
        """For ever. The mark first: whoever dies in between has destroyed it all the same. Raises KeyUnknown."""
        private = self._file(name, PRIVATE)
        if not private.exists() and not self._file(name, DESTROYED).exists():
            raise KeyUnknown
        self._file(name, DESTROYED).touch(mode=0o600)
        if private.exists():
            _overwrite(private)
            private.unlink()

    def kept(self) -> list[KeyName]:
        return self._names(PRIVATE)

    def destroyed(self) -> list[KeyName]:
        return self._names(DESTROYED)

    def _names(self, kind: str) -> list[KeyName]:
        parts = (path.stem.partition("-") for path in self.folder.glob(f"*-*{kind}"))
        return sorted(KeyName(municipality, key_id) for municipality, _, key_id in parts)

    def _file(self, name: KeyName, kind: str) -> Path:
        return self.folder / f"{name}{kind}"


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyTaken from None
    with os.fdopen(descriptor, "wb") as file:
        yield file


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
