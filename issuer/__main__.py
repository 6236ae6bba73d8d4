"""`python -m issuer --folder FOLDER ...`: keys, receipts, and the counter that takes sealed requests."""

import argparse
import resource
import signal
import sys
from pathlib import Path
from threading import Thread
from types import FrameType

from issuer.keys import BadName, KeyDestroyed, KeyName, KeyStore, KeyTaken, KeyUnknown
from issuer.receipts import Receipts
from issuer.server import Counter, Server

SAID = {
    BadName: "A municipality has six digits; a key ID up to 20 letters, digits, full stops and hyphens.",
    KeyTaken: "A key of this name is here already, or was destroyed. Take another ID.",
    KeyUnknown: "There is no key of this name here.",
    KeyDestroyed: "This key was destroyed.",
}


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    # What is opened lives in memory for a moment: no core dump may write it to a disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    store = KeyStore(options.folder)
    try:
        _run(options, store, Receipts(options.folder / "receipts.sqlite"))
    except tuple(SAID) as refusal:
        print(SAID[type(refusal)], file=sys.stderr)
        return 1
    except OSError as trouble:
        print(f"{trouble.filename or 'The counter'}: {trouble.strerror}", file=sys.stderr)
        return 1
    return 0


def _run(options: argparse.Namespace, store: KeyStore, receipts: Receipts) -> None:
    match options.command:
        case "new-key":
            print(store.make(_name(options)).decode(), end="")
        case "public":
            print(store.public(_name(options)).decode(), end="")
        case "destroy":
            store.destroy(_name(options))
            print(f"{_name(options)} is destroyed. What is sealed to it can never be opened.")
        case "keys":
            for name in store.kept():
                print(f"{name.municipality}  {name.key_id}  {store.fingerprint(name)}")
            for name in store.destroyed():
                print(f"{name.municipality}  {name.key_id}  destroyed")
        case "receipts":
            for it in receipts.all():
                print(f"{it.received_at}  {it.municipality}  {it.application}  {it.request}")
        case "serve":
            serve(options.socket or options.folder / "issuer.sock", Counter(store, receipts))


def serve(path: Path, counter: Counter) -> None:
    """Answers until SIGTERM or Ctrl-C."""
    with Server(path, counter) as server:

        def stop(_number: int, _frame: FrameType | None) -> None:
            # By a thread: it waits until the loop has ended, and an exception raised here could be swallowed.
            Thread(target=server.shutdown).start()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        print(f"The issuer's counter is open at {path}", flush=True)
        server.serve_forever(poll_interval=0.1)
        path.unlink(missing_ok=True)


def _name(options: argparse.Namespace) -> KeyName:
    return KeyName(options.municipality, options.key_id)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m issuer", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="the key store")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, help_ in (
        ("new-key", "make a key and print its public half as PEM, for the administrator's page"),
        ("public", "print the public half again"),
        ("destroy", "destroy a key, and with it everything that is sealed to it"),
    ):
        command = commands.add_parser(name, help=help_)
        command.add_argument("municipality", help="six digits")
        command.add_argument("key_id")
    commands.add_parser("keys", help="list the keys with their fingerprints")
    commands.add_parser("receipts", help="list what was received")
    serving = commands.add_parser("serve", help="take sealed requests")
    serving.add_argument("--socket", type=Path, help="default: issuer.sock in the folder")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
