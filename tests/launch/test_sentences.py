"""What goes wrong outside the program is told in a sentence, in English and Japanese, with exit code 1."""

import errno
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from launch import run
from launch.alone import alone_in
from launch.install import ROOT
from launch.trouble import Trouble, from_installer, from_os_error, from_output


def start(*arguments: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "launch", *arguments], cwd=root, capture_output=True, text=True, timeout=60
    )


def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Trouble) as trouble:
            run.require_free(port)
    assert (
        trouble.value.english
        == f"Port {port} is in use or not allowed. Take another one: ./tokkyu run --port 8080"
    )
    assert f"ポート {port} は使えません" in trouble.value.japanese


def test_a_second_start(tmp_path: Path) -> None:
    with alone_in(tmp_path), pytest.raises(Trouble, match="Already running") as trouble, alone_in(tmp_path):
        pass
    assert "すでに起動しています" in trouble.value.japanese
    with alone_in(tmp_path):
        pass


def test_a_link_in_place_of_the_virtual_environment_is_left_alone(tmp_path: Path) -> None:
    """Emptied through the link would be an environment that somebody else works with."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    shutil.copytree(ROOT / "launch", tmp_path / "launch")
    (tmp_path / ".venv").symlink_to(elsewhere)
    done = start("messages", root=tmp_path)
    assert done.returncode == 1
    assert f".venv is a link to {elsewhere}. Remove the link" in done.stderr
    assert "リンクを削除して" in done.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["kept"]


def test_a_full_disk_for_us() -> None:
    with pytest.raises(OSError, match="No space left") as error:
        Path("/dev/full").write_text("x")
    trouble = from_os_error(error.value)
    assert trouble is not None
    assert trouble.english.startswith("The disk is full.")
    assert "空き容量がありません" in trouble.japanese


def test_a_full_disk_for_a_program() -> None:
    done = subprocess.run(["sh", "-c", "cat /etc/passwd > /dev/full"], capture_output=True, text=True)
    trouble = from_output(done.stderr)
    assert trouble is not None
    assert trouble.english.startswith("The disk is full.")


def test_no_network() -> None:
    unreachable = "http://127.0.0.1:9/"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--isolated",
            "download",
            "--retries=1",
            f"--index-url={unreachable}",
            "x",
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode
    trouble = from_installer(done.stdout + done.stderr)
    assert trouble is not None
    assert "no network" in trouble.english
    assert "ネットワーク" in trouble.japanese


def test_an_unknown_error_is_not_hidden() -> None:
    assert from_os_error(OSError(errno.EBADF, "bad")) is None
    assert from_installer("ValueError: something else") is None


def test_a_broker_that_refuses_is_not_a_missing_network() -> None:
    assert from_output("redis.exceptions.ConnectionError: Error 111. Connection refused.") is None


def test_alone_it_lists_what_it_can_do() -> None:
    done = start()
    assert done.returncode == 0
    for command in ("run", "test", "demo", "bench", "campaign", "mutate", "manage", "messages", "lock"):
        assert f"./tokkyu {command} " in done.stdout


def test_an_unknown_command_is_told_with_the_list() -> None:
    done = start("fly")
    assert done.returncode == 2
    assert "./tokkyu run " in done.stderr
