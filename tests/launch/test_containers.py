"""docker-compose.yml and Dockerfile run the same program as `./tokkyu run`; no engine is needed to see it."""

import json
from typing import Any

import pytest

from launch import run
from launch.install import ROOT

ADDRESSES = {
    "DATABASE_URL": "postgres://web:secret@/tokkyu",
    "DATABASE_OWNER_URL": "postgres://owner:secret@/tokkyu",
    "DATABASE_WORKER_URL": "postgres://worker:secret@/tokkyu",
}


def read_block(lines: list[str]) -> Any:
    """The part of YAML that the file keeps to: nested mappings, lists of scalars, JSON lists, scalars."""
    if lines[0].lstrip().startswith("- "):
        return [line.lstrip()[2:] for line in lines]
    indent = len(lines[0]) - len(lines[0].lstrip())
    heads = [number for number, line in enumerate(lines) if len(line) - len(line.lstrip()) == indent]
    block = {}
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        key, _, value = lines[start].strip().partition(":")
        value = value.strip()
        inner = lines[start + 1 : end]
        block[key] = read_block(inner) if inner else json.loads(value) if value.startswith("[") else value
    return block


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    text = (ROOT / "docker-compose.yml").read_text()
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    services = read_block(lines)["services"]
    assert isinstance(services, dict)
    return services


def arguments(command: list[Any]) -> list[str]:
    """A command without the program's own path and without its address, which a container has to itself."""
    words = [str(word).removeprefix(f"{ROOT}/") for word in command]
    return [words[0].rpartition("/")[2], *(word for word in words[1:] if not word.startswith("--host="))]


def test_the_services_are_those_of_the_program(services: dict[str, Any]) -> None:
    assert set(services) == {
        "postgres",
        "redis",
        "setup",
        "web",
        "relay",
        "worker",
        "beat",
        "press",
        "issuer",
    }


@pytest.mark.parametrize("name", ["web", "relay", "worker", "beat", "press", "issuer"])
def test_each_container_runs_the_command_of_tokkyu_run(services: dict[str, Any], name: str) -> None:
    program = next(program for program in run.programs_of(ADDRESSES, run.PORT) if program.name == name)
    assert arguments(services[name]["command"]) == arguments(list(program.command))


def test_web_and_worker_are_different_roles_and_only_setup_is_the_owner(services: dict[str, Any]) -> None:
    logins = {
        name: service["environment"]["DATABASE_URL"].split("//")[1].split(":")[0]
        for name, service in services.items()
        if "DATABASE_URL" in service.get("environment", {})
    }
    worker = "tokkyu_worker_login"
    assert logins == {
        "setup": "tokkyu_web_login",
        "web": "tokkyu_web_login",
        "press": "tokkyu_web_login",
        "relay": worker,
        "worker": worker,
        "beat": worker,
    }
    with_owner = [name for name, service in services.items() if "OWNER" in str(service)]
    assert with_owner == ["postgres", "setup"]


def test_the_worker_alone_knows_the_mail_servers_password(services: dict[str, Any]) -> None:
    """The web offers e-mail where a server is named; both name the same one."""
    named = {name: service.get("environment", {}) for name, service in services.items()}
    assert [name for name, it in named.items() if "TOKKYU_SMTP_PASSWORD" in it] == ["worker"]
    offered = {"TOKKYU_SMTP_HOST", "TOKKYU_MAIL_FROM", "TOKKYU_SITE"}
    assert offered & named["web"].keys() == offered & named["worker"].keys() == offered


def test_nothing_starts_before_the_set_up_is_done(services: dict[str, Any]) -> None:
    assert services["setup"]["command"] == ["python", "manage.py", "prepare"]
    assert services["setup"]["depends_on"].keys() == {"postgres", "redis"}
    for name in ("web", "relay", "worker", "beat", "press", "issuer"):
        assert services[name]["depends_on"] == {"setup": {"condition": "service_completed_successfully"}}


def test_the_issuer_knows_no_secret_of_ours_and_only_set_up_and_issuer_see_its_keys(
    services: dict[str, Any],
) -> None:
    assert "environment" not in services["issuer"]
    with_keys = [name for name, it in services.items() if any("keys:" in v for v in it.get("volumes", []))]
    assert with_keys == ["setup", "issuer"]
    issuer = next(program for program in run.programs_of(ADDRESSES, run.PORT) if program.name == "issuer")
    assert not issuer.environment


def test_only_the_web_is_reachable_and_from_this_machine_only(services: dict[str, Any]) -> None:
    assert {name: service["ports"] for name, service in services.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_no_secret_has_a_value_or_a_default(services: dict[str, Any]) -> None:
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            if name.endswith(("PASSWORD", "SECRET_KEY")):
                # The mail server's may stay empty: then there is no mail server.
                empty = "-" if name == "TOKKYU_SMTP_PASSWORD" else "?see deploy/env.example"
                assert value == f"${{{value[2:].split(':')[0]}:{empty}}}"
    example = (ROOT / "deploy" / "env.example").read_text().splitlines()
    assert all(line.endswith("=") for line in example if "PASSWORD" in line or "SECRET" in line)


def test_the_image_installs_by_hash_and_does_not_run_as_root() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes --requirement requirements.lock" in text
    assert "\nUSER tokkyu\n" in text


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "launch/installer.lock"])
def test_requirements_have_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    packages = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert packages
    assert all("==" in package and package.endswith("\\") for package in packages)
    assert "://" not in text
    assert "--index" not in text


def test_tests_install_everything_that_runs() -> None:
    def pins(name: str) -> set[str]:
        return {line.split(" ")[0] for line in (ROOT / name).read_text().splitlines() if "==" in line}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
