"""A real PostgreSQL, Valkey and Chromium. Tests run as the application's role; the owner migrates and clears."""

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import noto_cjk_sans_jp_regular
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql

from desks import messages
from desks.roles import grant_logins
from tests.in_parallel import pytest_unconfigure, pytest_xdist_setupnodes
from tests.places import Place, a_place
from tests.processes import Site, running_site

__all__ = ["pytest_unconfigure", "pytest_xdist_setupnodes"]

# Playwright's synchronous interface runs a loop in this thread; Django would take that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A busy machine is no reason to fail, and nothing is left behind in the tree.
hypothesis_settings.register_profile("tokkyu", deadline=None, database=None)
hypothesis_settings.load_profile("tokkyu")

MIGRATED = os.environ.get("TOKKYU_TESTS_MIGRATED", "")
"""A database that the first process migrates and all others copy. It stays: for a server that is thrown away."""

SWITCHED_OFF = [
    # A page that is closed while it goes elsewhere would never be closed: playwright issue 42068.
    "RenderDocument",
    # A second process for each window, for popups that nobody sees: half of what an empty page costs.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # Ours replaces Playwright's own list, of which this is what matters on loopback.
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "PaintHolding",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
]

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(SWITCHED_OFF)}",
]


def pytest_configure(config: pytest.Config) -> None:
    """Messages and static files as set-up makes them, once for all processes that run side by side."""
    settings.PASSWORD_HASHERS = ["tests.places.QuickHasher"]
    if not hasattr(config, "workerinput"):
        messages.compile_all(settings.BASE_DIR, [code for code, _ in settings.LANGUAGES])
        call_command("collectstatic", interactive=False, verbosity=0)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it for garbage was a seventh of all tests' time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A new database that the owner makes and migrates; the tests' own connection keeps the web's role."""
    name = f"test_{os.getpid()}"
    home = connections["owner"].settings_dict["NAME"]
    with django_db_blocker.unblock(), alone_on_the_server():
        _make(MIGRATED or name)
        if MIGRATED:
            _point_at(home)
            _create(name, template=MIGRATED)
        _point_at(name)
    yield
    with django_db_blocker.unblock():
        _point_at(home)
        with connections["owner"].cursor() as cursor:
            # Without FORCE, which an owner may not use while autovacuum is at work there; this waits for it.
            cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        connections.close_all()


def _make(name: str) -> None:
    """A migrated database of this name, where there is none."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return
    _create(name)
    _point_at(name)
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    grant_logins(
        connections["owner"],
        web=settings.DATABASES["default"]["USER"],
        worker=settings.WORKER["USER"],
        worker_password=settings.WORKER["PASSWORD"],
    )


def _create(name: str, *, template: str = "template1") -> None:
    with connections["owner"].cursor() as cursor:
        names = map(sql.Identifier, (name, template))
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))


@contextmanager
def alone_on_the_server() -> Iterator[None]:
    """Roles are the whole server's: two that migrate side by side would both make them."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as home:
        home.execute("SELECT pg_advisory_xact_lock(1)")
        yield


def _point_at(name: str) -> None:
    _close_connections()
    for connection in connections.all():
        connection.settings_dict["NAME"] = name


def _close_connections() -> None:
    for connection in connections.all():
        connection.close()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """For tests whose rows other processes and threads must see: the owner clears the tables afterwards."""
    with django_db_blocker.unblock():
        yield
        with connections["owner"].cursor() as cursor:
            kept = ("django_migrations", "django_content_type", "auth_permission")
            tables = [
                table for table in connections["owner"].introspection.table_names(cursor) if table not in kept
            ]
            names = sql.SQL(", ").join(map(sql.Identifier, tables))
            cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(names))
        _close_connections()


@pytest.fixture
def mihon(request: pytest.FixtureRequest) -> Place:
    """みほん市 with two desks, a clerk and a supervisor; national practice."""
    _need_database(request)
    return a_place("990019", "みほん市", "Mihon City", "0000001")


@pytest.fixture
def renshu(request: pytest.FixtureRequest) -> Place:
    """れんしゅう町: another municipality, whose practice counts the first day."""
    _need_database(request)
    return a_place("990027", "れんしゅう町", "Renshu Town", "0000002", first_day_counted=True)


def _need_database(request: pytest.FixtureRequest) -> None:
    if "committed" not in request.fixturenames:
        request.getfixturevalue("db")


@pytest.fixture(scope="session")
def web(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real web process on the tests' database. It takes seconds to start, so one serves all tests."""
    with running_site(tmp_path_factory.mktemp("web")) as site:
        yield site


@pytest.fixture
def site(committed: None, web: Site) -> Site:
    """Where the web process answers; what it writes is cleared after the test."""
    return web


@pytest.fixture(scope="session")
def browser(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    path = os.environ.get("TOKKYU_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        if os.environ.get("CI"):
            pytest.fail("No Chromium on this machine; set TOKKYU_CHROMIUM to one.")
        pytest.skip("no Chromium")
    with sync_playwright() as playwright:
        fonts = _japanese_fonts(tmp_path_factory.mktemp("fonts"))
        browser = playwright.chromium.launch(
            executable_path=path, args=CHROMIUM_ARGUMENTS, env={**os.environ, "FONTCONFIG_FILE": str(fonts)}
        )
        yield browser
        browser.close()
        # While Playwright's loop runs, Django keeps a set of connections that nobody finds afterwards.
        _close_connections()


def _japanese_fonts(folder: Path) -> Path:
    """Chromium finds the faces that paper uses: a bare machine has no Japanese font."""
    face = Path(noto_cjk_sans_jp_regular.FONT_PATH).parent
    config = folder / "fonts.conf"
    config.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{face}</dir><cachedir>{folder}/cache</cachedir></fontconfig>'
    )
    return config
