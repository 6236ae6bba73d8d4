"""`./tokkyu run`: set-up, then web, relay, worker, beat and the issuer under this one process until Ctrl-C."""

import argparse
import json
import os
import socket
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from launch import django_commands, processes
from launch.alone import alone_in, ends_on_signals, ignores_signals
from launch.install import ROOT, VENV
from launch.sockets import short_folder
from launch.steps import step
from launch.stores import Stores
from launch.supervisor import Program, Supervised, Supervisor
from launch.trouble import Trouble, from_output

VAR = ROOT / "var"
HOST = "127.0.0.1"
PORT = 8000
ANSWER_SECONDS = 60
WEB_WORKERS = 2
WEB_THREADS = 4  # a worker; config/settings.py gives each of them a database connection
WORKER_CHILDREN = 2
PRESSES = ("press", "press-2")  # a part of a day's papers each, one after the other
ISSUER_SOCKET = "issuer.sock"
ISSUER = ("-m", "issuer", "--folder")


def run(arguments: Sequence[str]) -> int:
    """Start everything, on http://127.0.0.1:8000 or the port given."""
    parser = argparse.ArgumentParser(prog="./tokkyu run", description=run.__doc__)
    parser.add_argument("--port", type=int, default=os.environ.get("TOKKYU_PORT", PORT))
    port = parser.parse_args(arguments).port
    with alone_in(VAR), ends_on_signals():
        require_free(port)
        if left := processes.end_leftovers(VAR):
            print(f"  Ended {left} processes that an earlier start had left behind.")
        stores = Stores(VAR)
        programs: list[Program] = []
        try:
            stores.start()
            environment = django_commands.environment(stores, VAR, demo=True)
            django_commands.prepare(environment, VAR)
            programs = programs_of(environment, port)
            start_programs(programs, port)
            print(ready(port))
            watched: list[Supervised] = [*stores.servers, *programs]
            Supervisor(watched).watch()
        except KeyboardInterrupt:
            print("\n  Stopping ...", flush=True)
            return 0
        finally:
            with ignores_signals():
                for program in programs:
                    program.ask_to_stop()
                for subject in (*programs, *reversed(stores.servers)):
                    subject.stop()
    return 0


def require_free(port: int) -> None:
    """Raise Trouble when `port` is taken or not ours to take."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            other = f"./tokkyu run --port {8080 if port != 8080 else 8081}"
            raise Trouble(
                f"Port {port} is in use or not allowed. Take another one: {other}",
                f"ポート {port} は使えません。別のポートで起動してください: {other}",
            ) from None


def programs_of(environment: Mapping[str, str], port: int, *, folder: Path = VAR) -> list[Program]:
    """Web and presses as the web's database role; relay, worker and beat as the worker's; none knows another's.

    The issuer's program has its own keys, and knows none of our addresses and secrets.
    """
    secrets = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL")
    counter = short_folder(folder / "issuer", ISSUER_SOCKET) / ISSUER_SOCKET
    rest = {name: value for name, value in environment.items() if name not in secrets}
    rest = {"TOKKYU_SITE": f"http://{HOST}:{port}"} | rest | {"TOKKYU_ISSUER_SOCKET": str(counter)}
    threads = {"GRANIAN_BLOCKING_THREADS": str(WEB_THREADS)}
    press = rest | {"DATABASE_URL": environment["DATABASE_URL"]}
    web = press | threads
    worker = rest | {"DATABASE_URL": environment["DATABASE_WORKER_URL"]}
    python, granian = VENV / "bin" / "python", VENV / "bin" / "granian"
    celery: list[str | Path] = [python, "-m", "celery", "--app=config"]
    serve = [f"--host={HOST}", f"--port={port}", f"--workers={WEB_WORKERS}", "--respawn-failed-workers"]
    commands: dict[str, list[str | Path]] = {
        "web": [granian, "--interface=wsgi", *serve, "config.wsgi:application"],
        "worker": [*celery, "worker", "--queues=delivery", f"--concurrency={WORKER_CHILDREN}"],
        "relay": [python, ROOT / "manage.py", "relay"],
        "beat": [*celery, "beat"],
        **{name: [python, ROOT / "manage.py", "press"] for name in PRESSES},
        "issuer": [python, *ISSUER, folder / "issuer-keys", "serve", "--socket", counter],
    }
    issuer = {name: environment[name] for name in ("PATH", "PYTHONUNBUFFERED") if name in environment}
    environments = {"web": web, "issuer": issuer, **dict.fromkeys(PRESSES, press)}
    return [
        Program(name, command, environments.get(name, worker), run_folder=folder, working_folder=ROOT)
        for name, command in commands.items()
    ]


def start_programs(programs: Sequence[Program], port: int) -> None:
    """Web first, because somebody waits for its address; the others load while they read it."""
    web, *others = programs
    with step("Web"):
        web.start()
        wait_for_answer(port, [web])
    for program in others:
        with step(program.name.capitalize()):
            program.start()


def wait_for_answer(port: int, programs: Sequence[Program]) -> None:
    """Wait until the web process, the first of `programs`, answers.

    Raises Trouble when one of them ends instead, or after a minute.
    """
    until = time.monotonic() + ANSWER_SECONDS
    while not answers(port):
        ended = [program for program in programs if program.process and program.process.poll() is not None]
        if ended or time.monotonic() > until:
            culprit = ended[0] if ended else programs[0]
            raise from_output(processes.tail(culprit.log, culprit.log_start)) or did_not_start(culprit)
        time.sleep(0.1)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def did_not_start(program: Program) -> Trouble:
    return Trouble(
        f"The {program.name} process did not start; its log says why: {program.log}",
        f"{program.name} が起動しません。理由は {program.log} をご覧ください。",
    )


def ready(port: int) -> str:
    """What a person needs now: the address, the logins, how to stop."""
    path = VAR / "demo-logins.json"
    logins = json.loads(path.read_text()) if path.exists() else []
    width = max((len(login["login"]) for login in logins), default=0)
    lines = [f"  {login['role']:<14} {login['login']:<{width}}  {login['password']}" for login in logins]
    return "\n".join(["", f"  Tokkyu is ready: http://{HOST}:{port}/", "", *lines, "", "  Stop: Ctrl-C", ""])
