"""What can go wrong outside the program, as a sentence in English and Japanese instead of a traceback."""

import errno

DISK_FULL_MARKS = ("No space left on device", "Disk quota exceeded")
NO_NETWORK_MARKS = (
    "Temporary failure in name resolution",
    "Temporary failure resolving",
    "Could not resolve",
    "Name or service not known",
    "dns error",
    "Network is unreachable",
    "Failed to establish a new connection",
    "tcp connect error",
    "Connection refused",
    "Could not connect to",
    "Operation timed out",
)


class Trouble(Exception):
    """A reason to stop that the person at the keyboard can act on."""

    def __init__(self, english: str, japanese: str) -> None:
        super().__init__(english)
        self.english, self.japanese = english, japanese

    def __str__(self) -> str:
        return f"{self.english}\n{self.japanese}"


def disk_full() -> Trouble:
    return Trouble(
        "The disk is full. Free some space and start again; nothing that was confirmed is lost.",
        "ディスクの空き容量がありません。空きを作ってから、もう一度起動してください。受付済みのデータは失われません。",
    )


def no_network() -> Trouble:
    return Trouble(
        "The packages could not be fetched: no network. The first start needs it; later ones do not.",
        "ネットワークにつながらないため、パッケージを取得できません。ネットワークが必要なのは最初の起動だけです。",
    )


def from_os_error(error: OSError) -> Trouble | None:
    """The sentence for an operating-system error that has one, else None."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full()
    if error.errno in (errno.EACCES, errno.EROFS) and error.filename:
        return Trouble(
            f"{error.filename} cannot be written by this user.",
            f"{error.filename} に書き込む権限がありません。",
        )
    return None


def from_output(output: str) -> Trouble | None:
    """The sentence for what a program printed before it failed, else None."""
    return disk_full() if any(mark in output for mark in DISK_FULL_MARKS) else None


def from_installer(output: str) -> Trouble | None:
    """The same for a program that fetches packages."""
    return from_output(output) or (no_network() if any(mark in output for mark in NO_NETWORK_MARKS) else None)
