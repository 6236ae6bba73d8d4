"""The password-set request: what is asked, what is refused, who can open it, and that it is nowhere else."""

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.utils import timezone
from django.views.debug import ExceptionReporter

from desks.models import IssuerKey
from eligibility.events import DesignationEvent
from intake.models import Application, PasswordEvent, PasswordSetRequest, Step
from intake.passwords.requests import delete_expired_passwords, record_sealed
from intake.passwords.sealing import SUITE, Sealed, associated
from tests.intake.entries import entry, submitted
from tests.intake.handing import (
    CANARY,
    FOUR_DIGITS,
    PAGE,
    PIN,
    desk_page,
    other_screen,
    send,
    set_passwords,
    typed,
)
from tests.intake.leaks import all_logs, holds, in_valkey, tables, variables
from tests.intake.pages import words
from tests.places import Place
from tests.processes import environment_of_tests


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


def kept(place: Place) -> PasswordSetRequest:
    with place.scope():
        return PasswordSetRequest.objects.get()


# -- What is kept --------------------------------------------------------------------------------------------


def test_only_the_issuer_can_open_it(mihon: Place, private_key: ec.EllipticCurvePrivateKey) -> None:
    row = application(mihon)
    set_passwords(mihon, row)
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
    set_passwords(mihon, row)
    with pytest.raises(InvalidTag):
        SUITE.decrypt(bytes(kept(mihon).ciphertext), private_key, info=associated("k1", "990019", other.uid))


def test_every_request_has_the_same_length(mihon: Place, private_key: ec.EllipticCurvePrivateKey) -> None:
    """A length tells how many passwords there are, and how long."""
    baby = application(mihon, DesignationEvent.INFANT)
    set_passwords(mihon, baby)
    short = len(kept(mihon).ciphertext)
    with mihon.scope():
        PasswordSetRequest.objects.all().delete()
    set_passwords(mihon, application(mihon))
    assert len(kept(mihon).ciphertext) == short


def test_a_new_request_takes_the_place_of_the_old_and_both_facts_stay(
    mihon: Place, private_key: ec.EllipticCurvePrivateKey
) -> None:
    row = application(mihon)
    set_passwords(mihon, row)
    first = bytes(kept(mihon).ciphertext)
    set_passwords(mihon, row)
    assert bytes(kept(mihon).ciphertext) != first
    assert steps(mihon, row) == [Step.SEALED, Step.SEALED]
    with mihon.scope():
        assert {event.by for event in PasswordEvent.objects.all()} == {mihon.clerk.staff}


def steps(place: Place, row: Application) -> list[str]:
    with place.scope():
        return [event.step for event in PasswordEvent.objects.filter(application=row)]


def test_after_seven_days_it_is_not_shown_and_then_deleted(
    mihon: Place, private_key: ec.EllipticCurvePrivateKey
) -> None:
    row = application(mihon)
    set_passwords(mihon, row)
    last_day = timezone.localdate() + timedelta(days=7)
    assert not kept(mihon).has_expired(last_day)
    assert kept(mihon).has_expired(last_day + timedelta(days=1))
    with mihon.scope():
        assert delete_expired_passwords(on=last_day, at=timezone.now()) == 0
        assert delete_expired_passwords(on=last_day + timedelta(days=1), at=timezone.now()) == 1
    assert steps(mihon, row) == [Step.SEALED, Step.EXPIRED]
    assert "もう一度設定" in words(mihon.client().get(desk_page(row)))


def test_the_worker_deletes_in_every_municipality(committed: None, mihon: Place, renshu: Place) -> None:
    today = timezone.localdate()
    for place, days in ((mihon, 8), (mihon, 7), (renshu, 8)):
        row = application(place, residence_code=place.municipality.code)
        with place.scope():
            record_sealed(
                application=row,
                sealed=Sealed("k1", b"sealed"),
                asked=(),
                by=place.clerk.staff,
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


def test_without_a_key_the_sheet_is_received_and_handed_on_from_the_record(mihon: Place) -> None:
    row = application(mihon)
    client = mihon.client()
    page = words(client.get(desk_page(row)))
    assert "紙の設定依頼書" in page
    assert "別の画面" not in page
    record = f"/desk/applications/{row.uid}/"
    assert "封をした設定依頼書を受け取った" in words(client.get(record))
    assert client.post(desk_page(row), {"do": "handed_on"}, follow=True).status_code == 200
    assert steps(mihon, row) == []
    shown = client.post(desk_page(row), {"do": "sheet"}, follow=True)
    assert shown.redirect_chain == [(record, 302)]
    assert "設定済み、引渡し前" in words(shown)
    shown = client.post(desk_page(row), {"do": "handed_on"}, follow=True)
    assert "封をした設定依頼書を発行機関に引渡し" in words(shown)
    client.post(desk_page(row), {"do": "handed_on"})
    assert steps(mihon, row) == [Step.SHEET_RECEIVED, Step.SHEET_HANDED_ON]
    with mihon.scope():
        assert not PasswordSetRequest.objects.exists()


def test_a_sheet_takes_the_place_of_what_was_typed(
    mihon: Place, private_key: ec.EllipticCurvePrivateKey
) -> None:
    row = application(mihon)
    set_passwords(mihon, row)
    mihon.client().post(desk_page(row), {"do": "sheet"})
    assert steps(mihon, row) == [Step.SEALED, Step.SHEET_RECEIVED]
    with mihon.scope():
        assert not PasswordSetRequest.objects.exists()


# -- What is asked -------------------------------------------------------------------------------------------


def test_once_set_on_a_screen_no_sheet_is_printed(
    mihon: Place, private_key: ec.EllipticCurvePrivateKey
) -> None:
    row = application(mihon)
    record, sheet = f"/desk/applications/{row.uid}/", f"/desk/applications/{row.uid}/paper/passwords/"
    assert sheet in mihon.client().get(record).content.decode()
    set_passwords(mihon, row)
    assert sheet not in mihon.client().get(record).content.decode()


def asked(place: Place, row: Application) -> set[str]:
    page = other_screen(place, row).get(PAGE).content.decode()
    return {name for name in ("signature", *FOUR_DIGITS) if f'name="{name}"' in page}


def test_which_passwords_are_asked(mihon: Place, private_key: ec.EllipticCurvePrivateKey) -> None:
    assert asked(mihon, application(mihon)) == {"signature", *FOUR_DIGITS}
    assert asked(mihon, application(mihon, DesignationEvent.INFANT)) == set(FOUR_DIGITS)
    none = {"certificates": frozenset()}
    assert asked(mihon, application(mihon, law=none)) == {"resident_register", "card_face_input"}
    face = application(mihon, law={"face_authentication": True})
    page = mihon.client().post(desk_page(face), {"do": "code"})
    assert "顔認証カードには暗証番号がありません" in words(page)
    assert 'class="code"' not in page.content.decode()
    assert "不要" in words(mihon.client().get(f"/desk/applications/{face.uid}/"))


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
    page = send(other_screen(mihon, row), typed(**{field: value, f"{field}_again": value}))
    assert "入力内容をもう一度ご確認ください" in words(page)
    shown = page.content.decode()
    assert CANARY not in shown
    assert f'value="{PIN}"' not in shown
    with mihon.scope():
        assert not PasswordSetRequest.objects.exists()


def test_typed_twice_must_be_the_same(mihon: Place, private_key: ec.EllipticCurvePrivateKey) -> None:
    page = send(other_screen(mihon, application(mihon)), typed(card_face_input_again="9048"))
    assert "2回の入力が一致しません" in words(page)


@pytest.mark.parametrize(
    "easy", ["0000", "1234", "0402", "0204", "1985", "8504", "0485", "6004", "5678", "1122", "4321"]
)
def test_what_is_easily_guessed_is_a_warning_and_no_refusal(
    mihon: Place, private_key: ec.EllipticCurvePrivateKey, easy: str
) -> None:
    row = application(mihon, phone="090-1122-4321")
    screen = other_screen(mihon, row)
    form = typed(resident_register=easy, resident_register_again=easy)
    page = send(screen, form)
    assert "use_anyway" in page.content.decode()
    with mihon.scope():
        assert not PasswordSetRequest.objects.exists()
    assert send(screen, {**form, "use_anyway": "on"}).status_code == 302
    assert steps(mihon, row) == [Step.SEALED]


@pytest.mark.parametrize("easy", ["ABC12345", "A19850402", "AAAA11", "PASSWORD1"])
def test_of_the_signature_too(mihon: Place, private_key: ec.EllipticCurvePrivateKey, easy: str) -> None:
    form = typed(signature=easy, signature_again=easy)
    assert "use_anyway" in send(other_screen(mihon, application(mihon)), form).content.decode()


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
    screen = other_screen(mihon, row)
    wrong = typed(card_face_input_again="9048")
    with all_logs() as lines:
        pages = [send(screen, wrong), send(screen, typed()), screen.get(PAGE)]
        pages += [mihon.client().get(at) for at in (desk_page(row), f"/desk/applications/{row.uid}/")]
    with mihon.scope():
        texts = [*tables(), *lines, repr(screen.session.items()), *in_valkey()]
    texts += [page.content.decode() for page in pages]
    assert steps(mihon, row) == [Step.SEALED]
    assert not any(holds(text, CANARY) for text in texts)
    for page in pages:
        assert_nowhere(page.wsgi_request, None)


def test_an_exception_after_sealing_reports_no_password(
    mihon: Place,
    private_key: ec.EllipticCurvePrivateKey,
    reported: list[tuple[HttpRequest, BaseException, str]],
) -> None:
    def explode(sender: object, **kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    row = application(mihon)
    client = other_screen(mihon, row)
    client.raise_request_exception = False
    post_save.connect(explode, sender=PasswordSetRequest)
    try:
        with all_logs() as lines:
            page = send(client, typed())
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
    screen = other_screen(mihon, row)
    with all_logs() as lines:
        page = send(screen, typed())
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
        cache.set("leak", left, 5)
        assert any(holds(text, CANARY) for text in in_valkey())
        cache.delete("leak")
    assert any(holds(line, CANARY) for line in lines)
    with pytest.raises(json.JSONDecodeError) as failure:
        json.loads(left)
    assert any(holds(text, CANARY) for text in variables(failure.value))
