"""The issuer's program by itself: its keys, its counter, and that it shares nothing with us."""

import ast
import json
import socket
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings

from delivery.issuer.passwords import NotReceived, Received, SealedRequest
from delivery.issuer.protocol import IssuerAway
from intake.passwords.sealing import PADDED, SUITE, associated
from tests.intake.leaks import holds
from tests.issuer.program import Issuer

TOWN = "990019"
CANARY = "CANARY88OPENED"
COMPLETE = {
    "SIGNATURE": CANARY,
    "USER_AUTHENTICATION": "9047",
    "RESIDENT_REGISTER": "9047",
    "CARD_FACE_INPUT": "9047",
}


def sealed(issuer: Issuer, key_id: str = "k1", content: object = COMPLETE, **more: object) -> SealedRequest:
    public = load_pem_public_key(issuer.run("public", TOWN, key_id).stdout)
    application = uuid4()
    plain = json.dumps(content).encode().ljust(PADDED)
    values = {
        "key": uuid4(),
        "municipality": TOWN,
        "application": application,
        "key_id": key_id,
        "sealed_at": datetime(2026, 11, 24, tzinfo=UTC),
        "ciphertext": SUITE.encrypt(plain, public, info=associated(key_id, TOWN, application)),
    }
    return SealedRequest(**{**values, **more})


def test_it_imports_nothing_but_the_standard_library_and_cryptography() -> None:
    allowed = {*sys.stdlib_module_names, "cryptography", "issuer"}
    for path in (settings.BASE_DIR / "issuer").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.partition(".")[0] for name in names} <= allowed, path


def test_only_its_own_user_reads_what_it_keeps(answering: Issuer) -> None:
    answering.run("new-key", TOWN, "k1")
    assert isinstance(answering.counter.receive(sealed(answering)), Received)
    assert stat.S_IMODE(answering.folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in answering.folder.iterdir()}
    assert modes == {f"{TOWN}-k1.pem": 0o600, "receipts.sqlite": 0o600}
    assert stat.S_IMODE(answering.socket.stat().st_mode) == 0o600


def test_a_key_is_made_once_listed_and_destroyed_for_ever(issuer: Issuer) -> None:
    assert issuer.run("new-key", TOWN, "k1").stdout.startswith(b"-----BEGIN PUBLIC KEY-----")
    assert issuer.run("new-key", TOWN, "k1").returncode == 1
    assert f"{TOWN}  k1  ".encode() in issuer.run("keys").stdout
    assert issuer.run("destroy", TOWN, "k1").returncode == 0
    assert issuer.run("keys").stdout.decode() == f"{TOWN}  k1  destroyed\n"
    assert not list(issuer.folder.glob("*.pem"))
    for words in (
        ("public", TOWN, "k1"),
        ("new-key", TOWN, "k1"),
        ("destroy", TOWN, "k2"),
        ("public", "x", "/"),
    ):
        refused = issuer.run(*words)
        assert (refused.returncode, refused.stdout) == (1, b"")
        assert b"Traceback" not in refused.stderr


def test_the_same_request_is_received_once_with_the_same_receipt(answering: Issuer) -> None:
    answering.run("new-key", TOWN, "k1")
    request = sealed(answering)
    first = answering.counter.receive(request)
    answering.run("destroy", TOWN, "k1")
    assert answering.counter.receive(request) == first
    assert len(answering.receipts()) == 1


def test_what_is_not_complete_is_not_received(answering: Issuer) -> None:
    answering.run("new-key", TOWN, "k1")
    for content in (
        {},
        [],
        {"SIGNATURE": "abc123"},
        {"RESIDENT_REGISTER": "90475"},
        {"OTHER": "9047"},
        {"RESIDENT_REGISTER": 9047},
    ):
        assert answering.counter.receive(sealed(answering, content=content)) is NotReceived.DOES_NOT_OPEN
    assert answering.receipts() == []


def test_each_part_of_the_binding_holds(answering: Issuer) -> None:
    """Sealed for one application of one municipality to one key, it opens for no other."""
    for name in ("k1", "k2"):
        answering.run("new-key", TOWN, name)
    answering.run("new-key", "990027", "k1")
    for other in ({"application": uuid4()}, {"key_id": "k2"}, {"municipality": "990027"}):
        request = sealed(answering)
        moved = SealedRequest(
            **{**{name: getattr(request, name) for name in SealedRequest.__slots__}, **other}
        )
        assert answering.counter.receive(moved) is NotReceived.DOES_NOT_OPEN
    assert isinstance(answering.counter.receive(sealed(answering)), Received)


def test_a_key_that_is_destroyed_is_another_thing_than_one_that_is_not_there(answering: Issuer) -> None:
    answering.run("new-key", TOWN, "k1")
    request = sealed(answering)
    (answering.folder / f"{TOWN}-k1.pem").rename(answering.folder.parent / "away")
    assert answering.counter.receive(request) is NotReceived.KEY_UNKNOWN
    (answering.folder.parent / "away").rename(answering.folder / f"{TOWN}-k1.pem")
    answering.run("destroy", TOWN, "k1")
    assert answering.counter.receive(request) is NotReceived.KEY_DESTROYED
    assert answering.counter.destroyed() == {(TOWN, "k1")}


NONSENSE = (
    b"\n",
    b"null\n",
    b"[]\n",
    b'{"ask": "keys"}\n',
    b"\xff\xfe\n",
    b"[" * 15_000 + b"\n",
    b'{"ask": "receive", "request": "1"}\n',
    b'{"ask": "receive", "request": "%s", "application": "%s", "municipality": "../../..", "key": "k1",'
    b' "sealed_at": "2026-11-24", "sealed": "00"}\n' % ((str(UUID(int=1)).encode(),) * 2),
)


def test_nonsense_changes_nothing(answering: Issuer) -> None:
    for line in NONSENSE:
        with socket.socket(socket.AF_UNIX) as one:
            one.connect(str(answering.socket))
            one.sendall(line)
            assert one.makefile("rb").readline() in (b'{"answer": "not_understood"}\n', b""), line
    assert answering.counter.destroyed() == frozenset()
    assert "Traceback" not in answering.log.read_text()


def test_a_password_is_in_no_file_and_no_line_of_it(answering: Issuer) -> None:
    answering.run("new-key", TOWN, "k1")
    assert isinstance(answering.counter.receive(sealed(answering)), Received)
    for content in ({"SIGNATURE": f"{CANARY}{CANARY}"}, {"X": CANARY}, CANARY):
        assert answering.counter.receive(sealed(answering, content=content)) is NotReceived.DOES_NOT_OPEN
    assert not any(holds(written, CANARY) for written in answering.files())
    assert not any(holds(line, CANARY) for line in answering.receipts())
    answering.log.write_bytes(CANARY.encode().hex().encode())
    assert any(holds(written, CANARY) for written in answering.files())


def test_two_never_answer_on_one_socket_and_a_dead_one_is_no_hindrance(issuer: Issuer) -> None:
    with issuer.running():
        second = issuer.run("serve", "--socket", str(issuer.socket))
        assert (second.returncode, second.stderr) == (1, b"The counter: Address already in use\n")
        assert issuer.counter.destroyed() == frozenset()
    issuer.log.unlink()
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(issuer.socket))
    with pytest.raises(IssuerAway):
        issuer.counter.destroyed()
    with issuer.running():
        assert issuer.counter.destroyed() == frozenset()


def test_nobody_answers(tmp_path: Path) -> None:
    with pytest.raises(IssuerAway):
        Issuer(tmp_path / "keys", tmp_path / "s").counter.destroyed()
