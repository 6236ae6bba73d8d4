"""The password-set request: what is asked, what is refused, who can open it, and that it is nowhere else."""

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.signals import got_request_exception
from django.db.models.signals import post_save
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone
from django.views.debug import ExceptionReporter

from desks.models import IssuerKey
from eligibility.events import DesignationEvent
from intake.models import Application, Method, PasswordSetRequest
from intake.password_requests import delete_expired_passwords, record_passwords
from intake.passwords import SUITE, Sealed, associated
from tests.intake.entries import entry, submitted
from tests.intake.leaks import all_logs, holds, tables, variables
from tests.intake.pages import words
from tests.places import Place
from tests.processes import environment_of_tests

CANARY = "CANARY77SEALED"
PIN = "9047"
URLENCODED = "application/x-www-form-urlencoded"
ALL = ("user_authentication", "resident_register", "card_face_input")


@pytest.fixture
def private_key(mihon: Place) -> ec.EllipticCurvePrivateKey:
    """The issuer's key of みほん市, of which the application has the public half."""
    key = ec.generate_private_key(ec.SECP256R1())
    give_key(mihon, key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
    return key


def give_key(place: Place, public_key: bytes) -> None:
    today = timezone.localdate()
    with place.scope():
        IssuerKey.objects.create(
            municipality=place.municipality,
            key_id="k1",
            public_key=public_key,
            valid_from=today,
            valid_until=today + timedelta(days=30),
        )


def application(place: Place, event: DesignationEvent = DesignationEvent.LOST, **more: object) -> Application:
    today = timezone.localdate()
    with place.scope():
        return submitted(place, entry(event, on=today, **more), on=today)


def address(row: Application) -> str:
    return f"/desk/applications/{row.uid}/passwords/"


def typed(**more: str) -> dict[str, str]:
    values = {"signature": CANARY, **dict.fromkeys(ALL, PIN)}
    again = {f"{name}_again": value for name, value in values.items()}
    return {**values, **again, **more}


def post(client: Client, row: Application, form: dict[str, str]) -> HttpResponse:
    """As a browser sends it; Django's own way of posting keeps no raw body to forget."""
    return client.post(address(row), urlencode(form), content_type=URLENCODED)


def kept(place: Place) -> PasswordSetRequest:
    with place.scope():
        return PasswordSetRequest.objects.get()


# -- What is kept --------------------------------------------------------------------------------------------


def test_only_the_issuer_can_open_it(mihon: Place, private_key: ec.EllipticCurvePrivateKey) -> None:
    row = application(mihon)
    assert post(mihon.client(), row, typed()).status_code == 302
    request = kept(mihon)
    info = associated("k1", "990019", row.uid)
    assert json.loads(SUITE.decrypt(bytes(request.ciphertext), private_key, info=info)) == {
        "SIGNATURE": CANARY,
        "USER_AUTHENTICATION": PIN,
        "RESIDENT_REGISTER": PIN,
        "CARD_FACE_INPUT": PIN,
    }
    assert request.expires_on == timezone.localdate() + timedelta(days=7)


def test_it_opens_for_no_other_application(mihon: Place, private_key: ec.EllipticCurvePrivateKey) -> None:
    row, other = application(mihon), application(mihon)
    post(mihon.client(), row, typed())
    with pytest.raises(InvalidTag):
        SUITE.decrypt(bytes(kept(mihon).ciphertext), private_key, info=associated("k1", "990019", other.uid))


def test_every_request_has_the_same_length(mihon: Place, private_key: ec.EllipticCurvePrivateKey) -> None:
    """A length tells how many passwords there are, and how long."""
    baby = application(mihon, DesignationEvent.INFANT)
    post(mihon.client(), baby, typed())
    short = len(kept(mihon).ciphertext)
    with mihon.scope():
        PasswordSetRequest.objects.all().delete()
    post(mihon.client(), application(mihon), typed())
    assert len(kept(mihon).ciphertext) == short


def test_a_new_request_takes_the_place_of_the_old(
    mihon: Place, private_key: ec.EllipticCurvePrivateKey
) -> None:
    row = application(mihon)
    post(mihon.client(), row, typed())
    first = bytes(kept(mihon).ciphertext)
    post(mihon.client(), row, typed())
    assert bytes(kept(mihon).ciphertext) != first


def test_after_seven_days_it_is_not_shown_and_then_deleted(
    mihon: Place, private_key: ec.EllipticCurvePrivateKey
) -> None:
    row = application(mihon)
    post(mihon.client(), row, typed())
    last_day = timezone.localdate() + timedelta(days=7)
    assert not kept(mihon).has_expired(last_day)
    assert kept(mihon).has_expired(last_day + timedelta(days=1))
    with mihon.scope():
        assert delete_expired_passwords(on=last_day) == 0
        assert delete_expired_passwords(on=last_day + timedelta(days=1)) == 1


def test_the_worker_deletes_in_every_municipality(committed: None, mihon: Place, renshu: Place) -> None:
    today = timezone.localdate()
    for place, days in ((mihon, 8), (mihon, 7), (renshu, 8)):
        row = application(place, residence_code=place.municipality.code)
        with place.scope():
            record_passwords(
                application=row,
                sealed=Sealed("k1", b"sealed"),
                membership=place.clerk,
                at=timezone.now(),
                on=today - timedelta(days=days),
            )
    run_as_worker("from intake.tasks import delete_expired; delete_expired()")
    with renshu.scope():
        assert not PasswordSetRequest.objects.exists()
    assert kept(mihon).made_on == today - timedelta(days=7)


def run_as_worker(code: str) -> None:
    environment = environment_of_tests()
    environment["DATABASE_URL"] = environment["DATABASE_WORKER_URL"]
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code], env=environment, check=True
    )


def test_without_a_key_the_paper_sheet_is_received(mihon: Place) -> None:
    row = application(mihon)
    client = mihon.client()
    page = words(client.get(address(row)))
    assert "紙の設定依頼書" in page
    assert 'type="password"' not in client.get(address(row)).content.decode()
    post(client, row, typed())
    request = kept(mihon)
    assert (request.method, request.ciphertext, request.received_by) == (
        Method.PAPER,
        None,
        mihon.clerk.staff,
    )
    assert "紙で受領済み" in words(client.get(f"/desk/applications/{row.uid}/"))


# -- What is asked -------------------------------------------------------------------------------------------


def asked(client: Client, row: Application) -> set[str]:
    page = client.get(address(row)).content.decode()
    return {name for name in ("signature", *ALL) if f'name="{name}"' in page}


def test_which_passwords_are_asked(mihon: Place, private_key: ec.EllipticCurvePrivateKey) -> None:
    client = mihon.client()
    assert asked(client, application(mihon)) == {"signature", *ALL}
    assert asked(client, application(mihon, DesignationEvent.INFANT)) == set(ALL)
    none = {"certificates": frozenset()}
    assert asked(client, application(mihon, law=none)) == {"resident_register", "card_face_input"}
    face = application(mihon, law={"face_authentication": True})
    assert asked(client, face) == set()
    assert "顔認証カードには暗証番号がありません" in words(client.get(address(face)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("signature", "ABC12"),
        ("signature", "ABCDEFGH"),
        ("signature", "12345678"),
        ("signature", "abc123"),
        ("signature", "ABC1234567890DEFG"),
        ("signature", "ＡＢＣ１２３"),
        ("signature", " ABC123"),
        ("user_authentication", "１２３４"),
        ("user_authentication", "9047\n"),
        ("user_authentication", "904"),
        ("user_authentication", "90475"),
        ("user_authentication", "٩٠٤٧"),
        ("user_authentication", ""),
    ],
)
def test_what_has_not_the_shape_is_refused_and_not_shown_again(
    mihon: Place, private_key: ec.EllipticCurvePrivateKey, field: str, value: str
) -> None:
    row = application(mihon)
    page = post(mihon.client(), row, typed(**{field: value, f"{field}_again": value}))
    assert "入力内容をもう一度ご確認ください" in words(page)
    shown = page.content.decode()
    assert CANARY not in shown
    assert f'value="{PIN}"' not in shown
    with mihon.scope():
        assert not PasswordSetRequest.objects.exists()


def test_typed_twice_must_be_the_same(mihon: Place, private_key: ec.EllipticCurvePrivateKey) -> None:
    page = post(mihon.client(), application(mihon), typed(card_face_input_again="9048"))
    assert "2回の入力が一致しません" in words(page)


@pytest.mark.parametrize("easy", ["0000", "1234", "0402", "1985", "8504"])
def test_what_is_easily_guessed_is_a_warning_and_no_refusal(
    mihon: Place, private_key: ec.EllipticCurvePrivateKey, easy: str
) -> None:
    row = application(mihon)
    client = mihon.client()
    form = typed(resident_register=easy, resident_register_again=easy)
    page = post(client, row, form)
    assert "use_anyway" in page.content.decode()
    with mihon.scope():
        assert not PasswordSetRequest.objects.exists()
    assert post(client, row, {**form, "use_anyway": "on"}).status_code == 302
    assert kept(mihon).method == Method.SEALED


# -- That it is nowhere else ---------------------------------------------------------------------------------


@pytest.fixture
def reported() -> Iterator[list[tuple[HttpRequest, BaseException, str]]]:
    """What an error report would hold: the request, the exception and Django's own report of both."""
    reports: list[tuple[HttpRequest, BaseException, str]] = []

    def report(sender: object, request: HttpRequest, **kwargs: object) -> None:
        reporter = ExceptionReporter(request, *sys.exc_info())
        html, text = reporter.get_traceback_html(), reporter.get_traceback_text()
        reports.append((request, sys.exc_info()[1], html + text))

    got_request_exception.connect(report)
    yield reports
    got_request_exception.disconnect(report)


def assert_nowhere(request: HttpRequest, error: BaseException | None, *texts: str) -> None:
    left = [repr(request.POST), repr(vars(request)), repr(getattr(request, "_body", b""))]
    left.append(repr(request.environ["wsgi.input"].read()))
    for text in (*texts, *left, *variables(error)):
        assert not holds(text, CANARY)
        assert f"'{PIN}'" not in text


def test_a_sealed_password_is_in_no_table_page_or_log(
    mihon: Place, private_key: ec.EllipticCurvePrivateKey
) -> None:
    row = application(mihon)
    client = mihon.client()
    with all_logs() as lines:
        page = client.post(address(row), urlencode(typed()), content_type=URLENCODED, follow=True)
    with mihon.scope():
        texts = [*tables(), *lines, page.content.decode(), repr(client.session.items())]
    assert not any(holds(text, CANARY) for text in texts)
    assert_nowhere(page.wsgi_request, None)


def test_an_exception_after_sealing_reports_no_password(
    mihon: Place,
    private_key: ec.EllipticCurvePrivateKey,
    reported: list[tuple[HttpRequest, BaseException, str]],
) -> None:
    def explode(sender: object, **kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    row = application(mihon)
    client = mihon.client()
    client.raise_request_exception = False
    post_save.connect(explode, sender=PasswordSetRequest)
    try:
        with all_logs() as lines:
            page = post(client, row, typed())
    finally:
        post_save.disconnect(explode, sender=PasswordSetRequest)
    ((request, error, report),) = reported
    assert page.status_code == 500
    assert "the disk is full" in report
    assert_nowhere(request, error, report, page.content.decode(), *lines)


def test_a_failure_inside_the_sealing_says_nothing(
    mihon: Place, reported: list[tuple[HttpRequest, BaseException, str]]
) -> None:
    give_key(mihon, b"\x04" + b"\x00" * 64)
    row = application(mihon)
    with all_logs() as lines:
        page = post(mihon.client(), row, typed())
    assert "封かんできませんでした" in words(page)
    assert reported == []
    assert_nowhere(page.wsgi_request, None, page.content.decode(), *lines)


@pytest.mark.parametrize("disguise", [str, lambda text: text.encode().hex()])
def test_the_search_is_not_blind(mihon: Place, disguise: Callable[[str], str]) -> None:
    """The positive control: what leaks on purpose is found, in each channel."""
    left = disguise(f"xx{CANARY}xx")
    with mihon.scope(), all_logs() as lines:
        submitted(mihon, entry(on=date(2026, 11, 24), evidence=left))
        assert any(holds(text, CANARY) for text in tables())
        logging.getLogger("somewhere").debug("set %s", left)
    assert any(holds(line, CANARY) for line in lines)
    with pytest.raises(json.JSONDecodeError) as failure:
        json.loads(left)
    assert any(holds(text, CANARY) for text in variables(failure.value))
