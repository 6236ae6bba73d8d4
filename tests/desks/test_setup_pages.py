"""What an administrator sets up and sees: the list of parts, desks, the return address, the issuer's keys."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from desks.issuer_keys import KeyRefused, fingerprint, public_point
from desks.models import AuditEntry, HelpDesk, IssuerKey, Municipality
from desks.permissions import Role
from intake.papers import checklist_sheet, envelope_sheet
from intake.passwords.sealing import SUITE
from intake.record import record_of
from tests.intake.entries import entry, submitted
from tests.intake.pages import boxes, words
from tests.places import Place

TODAY = timezone.localdate
PEM = Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
PRIVATE = PrivateFormat.PKCS8


def administrator(place: Place, language: str = "ja") -> Client:
    client = place.client(Role.ADMINISTRATOR)
    client.cookies["language"] = language
    return client


def a_desk(**more: str) -> dict[str, str]:
    return {
        "name": "南窓口",
        "name_en": "South desk",
        "postcode": "〒０００－０００１",
        "address": "見本県みほん市南1-1",
        "phone": "000-000-0001",
        "opens_at": "9:00",
        "closes_at": "16時30分",
        **more,
    }


# -- The list ------------------------------------------------------------------------------------------------


def test_the_list_says_what_is_there_and_what_is_missing(mihon: Place) -> None:
    page = words(administrator(mihon).get(reverse("setup:parts")))
    assert "2つの窓口: 本庁窓口、駅前窓口" in page
    assert "今日は3人が働いています。" in page
    assert "有効な鍵がありません。" in page
    assert "窓口に必要なものは、すべてそろっています。" in page
    with mihon.scope():
        type(mihon.clerk).objects.filter(pk__in=[mihon.clerk.pk, mihon.supervisor.pk]).update(
            valid_until=TODAY() - timedelta(days=1)
        )
    page = words(administrator(mihon).get(reverse("setup:parts")))
    assert "今日、申請を受け付けられる人がいません。" in page
    assert "窓口の業務に必要なものが1件足りません。" in page


def test_every_part_leads_to_its_page(mihon: Place) -> None:
    client = administrator(mihon, "en")
    page = client.get(reverse("setup:parts")).content.decode()
    links = re.findall(r'<a href="(/[^"]+)"><b>', page)
    assert len(links) >= 8
    assert all(client.get(link).status_code == 200 for link in links)


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR])
def test_nobody_else_sets_up(mihon: Place, role: Role) -> None:
    for name in ("setup:parts", "desks:list", "desks:add", "staff:list", "staff:add", "setup:keys"):
        assert mihon.client(role).post(reverse(name), a_desk()).status_code == 403
    assert HelpDesk.objects.count() == 2


# -- Desks ---------------------------------------------------------------------------------------------------


def test_a_desk_is_added_and_changed(mihon: Place) -> None:
    client = administrator(mihon)
    assert "南窓口を加えました。" in words(client.post(reverse("desks:add"), a_desk(), follow=True))
    desk = HelpDesk.objects.get(name="南窓口")
    assert (desk.postcode, str(desk.closes_at)) == ("0000001", "16:30:00")
    change = reverse("desks:change", args=[desk.uid])
    assert 'value="000-0001"' in client.get(change).content.decode()
    client.post(change, a_desk(name="南口窓口", note="3階"))
    desk.refresh_from_db()
    assert (desk.name, desk.note) == ("南口窓口", "3階")
    with mihon.scope():
        actions = list(AuditEntry.objects.filter(subject=desk.uid).values_list("action", flat=True))
    assert sorted(actions) == ["desks:add", "desks:change", "desks:change"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": "駅前窓口"}, "同じ名前の窓口があります。"),
        ({"name": "窓" * 31}, "30文字"),
        ({"postcode": "12"}, "郵便番号"),
        ({"closes_at": "8:00"}, "閉まる時刻は開く時刻より後"),
        ({"note": "あ" * 121}, "120文字"),
        ({"name": "\u202e"}, "U+202E"),
    ],
)
def test_a_desk_that_does_not_fit_is_said_and_nothing_typed_is_lost(
    mihon: Place, more: dict[str, str], sentence: str
) -> None:
    answer = administrator(mihon).post(reverse("desks:add"), a_desk(**more))
    assert sentence in words(answer)
    assert "見本県みほん市南1-1" in answer.content.decode()
    assert HelpDesk.objects.count() == 2


def test_a_desk_with_people_does_not_close(mihon: Place) -> None:
    close = reverse("desks:close", args=[mihon.hall.uid])
    page = words(administrator(mihon).post(close, boxes("closed_from", TODAY())))
    assert "その日以後も3人がここで働きます。" in page
    mihon.hall.refresh_from_db()
    assert mihon.hall.closed_from is None


def test_a_closed_desk_is_kept_and_residents_are_not_sent_there(mihon: Place) -> None:
    client, day = administrator(mihon), TODAY() + timedelta(days=3)
    close = reverse("desks:close", args=[mihon.branch.uid])
    client.post(close, boxes("closed_from", day))
    rows = HelpDesk.objects.filter(municipality=mihon.municipality)
    assert list(rows.open_on(day - timedelta(days=1))) == [mihon.hall, mihon.branch]
    assert list(rows.open_on(day)) == [mihon.hall]
    client.post(reverse("desks:reopen", args=[mihon.branch.uid]))
    assert list(rows.open_on(day)) == [mihon.hall, mihon.branch]


def test_the_last_desk_stays_and_the_past_stays(mihon: Place) -> None:
    client = administrator(mihon)
    with mihon.scope():
        HelpDesk.objects.filter(pk=mihon.hall.pk).update(closed_from=TODAY() + timedelta(days=9))
    close = reverse("desks:close", args=[mihon.branch.uid])
    assert "開いている窓口がほかにありません" in words(client.post(close, boxes("closed_from", TODAY())))
    assert "今日以後の日" in words(client.post(close, boxes("closed_from", date(2025, 1, 6))))


def test_letters_come_back_to_the_return_address(mihon: Place) -> None:
    on = TODAY()
    with mihon.scope():
        application = submitted(mihon, entry(on=on), on=on)
        assert envelope_sheet(record_of(application, on=on), on).sender == "みほん市 本庁窓口"
    client = administrator(mihon)
    typed = {"return_to": "カード係", "return_postcode": "000-0009", "return_address": "見本県みほん市北9"}
    assert "返送先を保存しました。" in words(client.post(reverse("setup:return_address"), typed, follow=True))
    mihon.municipality.refresh_from_db()
    with mihon.scope():
        application = type(application).objects.get(pk=application.pk)
        sheet = envelope_sheet(record_of(application, on=on), on)
    assert (sheet.sender, sheet.sender_postcode, sheet.sender_address, sheet.sender_phone) == (
        "みほん市 カード係",
        "0000009",
        "見本県みほん市北9",
        "",
    )


@pytest.mark.parametrize(("language", "note"), [("ja", "3階"), ("en", "Third floor")])
def test_a_desks_note_is_on_the_checklist_and_beside_its_address(
    mihon: Place, language: str, note: str
) -> None:
    on = TODAY()
    with mihon.scope():
        HelpDesk.objects.filter(pk=mihon.hall.pk).update(note="3階", note_en="Third floor")
        mihon.hall.refresh_from_db()
        application = submitted(mihon, entry(on=on, language=language), on=on)
        assert checklist_sheet(record_of(application, on=on), on).note == note
    with override(language):
        shown = render_to_string(
            "eligibility/parts/desks.html", {"result": {"desks": [mihon.hall]}, "case": {"place": ""}}
        )
    assert note in shown


def test_half_a_return_address_is_none(mihon: Place) -> None:
    page = words(administrator(mihon).post(reverse("setup:return_address"), {"return_to": "カード係"}))
    assert page.count("郵便物が戻るために必要です。") >= 2
    assert Municipality.objects.get(pk=mihon.municipality.pk).return_to == ""


# -- The issuer's keys ---------------------------------------------------------------------------------------


def typed_key(content: bytes | None, **more: object) -> dict[str, object]:
    until = TODAY() + timedelta(days=90)
    pasted = {"pasted": content.decode()} if content is not None else {}
    return {
        "key_id": "2026-11",
        **pasted,
        **boxes("valid_from", TODAY()),
        **boxes("valid_until", until),
        **more,
    }


def test_a_key_is_added_compared_and_seals(mihon: Place) -> None:
    private, client = ec.generate_private_key(ec.SECP256R1()), administrator(mihon)
    page = words(
        client.post(reverse("setup:keys"), typed_key(private.public_key().public_bytes(*PEM)), follow=True)
    )
    row = IssuerKey.objects.get(municipality=mihon.municipality)
    groups = fingerprint(bytes(row.public_key))
    assert len(groups) == 16
    assert " ".join(groups) in page
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes(row.public_key))
    assert SUITE.decrypt(SUITE.encrypt(b"x", point, info=b"i"), private, info=b"i") == b"x"
    client.post(reverse("setup:end_key"), {"key": row.key_id})
    row.refresh_from_db()
    assert row.valid_until == TODAY() - timedelta(days=1)


def test_a_key_comes_as_a_file_too(mihon: Place) -> None:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    file = SimpleUploadedFile("issuer.der", der)
    administrator(mihon).post(reverse("setup:keys"), typed_key(None, file=file))
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    assert bytes(IssuerKey.objects.get().public_key) == point
    assert public_point(point) == public_point(point.hex().encode()) == point


def ending_in_a_space(made: Callable[[], bytes]) -> bytes:
    """One of 43 keys as DER ends in a byte that would be stripped from text."""
    return next(key for key in iter(made, None) if key[-1:].isspace())


def test_a_key_whose_last_byte_is_a_space_is_read_whole() -> None:
    def public() -> bytes:
        key = ec.generate_private_key(ec.SECP256R1()).public_key()
        return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def private() -> bytes:
        return CURVE.private_bytes(Encoding.DER, PRIVATE, BestAvailableEncryption(b"secret"))

    assert len(public_point(ending_in_a_space(public))) == 65
    with pytest.raises(KeyRefused, match="PRIVATE"):
        public_point(ending_in_a_space(private))


CURVE = ec.generate_private_key(ec.SECP256R1())
PRIVATE_KEYS = [
    CURVE.private_bytes(Encoding.PEM, PRIVATE, NoEncryption()),
    CURVE.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()),
    CURVE.private_bytes(Encoding.PEM, PRIVATE, BestAvailableEncryption(b"secret")),
    CURVE.private_bytes(Encoding.DER, PRIVATE, NoEncryption()),
    CURVE.private_bytes(Encoding.DER, PRIVATE, BestAvailableEncryption(b"secret")),
    f"{CURVE.private_numbers().private_value:064x}".encode(),
    b'{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}',
]


@pytest.mark.parametrize("content", PRIVATE_KEYS, ids=range(len(PRIVATE_KEYS)))
def test_a_private_key_is_refused_loudly_and_nothing_of_it_is_left(mihon: Place, content: bytes) -> None:
    file = SimpleUploadedFile("key", content)
    for sent in (
        (typed_key(None, file=file), typed_key(content))
        if content.isascii()
        else (typed_key(None, file=file),)
    ):
        answer = administrator(mihon).post(reverse("setup:keys"), sent)
        assert "これは秘密鍵です" in words(answer)
        middle = content[40:70].decode("latin-1")
        assert not middle or middle not in answer.content.decode()
    assert not IssuerKey.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"hello", "公開鍵ではありません"),
        (b"\x00\xff" * 40, "公開鍵ではありません"),
        (b"A" * 20_000, "公開鍵ではありません"),
        (b"", "貼り付けるか、ファイルを"),
        (b"\x04" + b"\x01" * 64, "公開鍵ではありません"),
        (rsa.generate_private_key(65537, 2048).public_key().public_bytes(*PEM), "種類の違う"),
        (ec.generate_private_key(ec.SECP384R1()).public_key().public_bytes(*PEM), "種類の違う"),
    ],
    ids=range(7),
)
def test_what_is_no_usable_key_is_refused(mihon: Place, content: bytes, sentence: str) -> None:
    file = SimpleUploadedFile("key", content)
    assert sentence in words(administrator(mihon).post(reverse("setup:keys"), typed_key(None, file=file)))
    assert not IssuerKey.objects.exists()


def test_the_same_key_or_id_is_not_taken_twice(mihon: Place) -> None:
    client, pem = administrator(mihon), CURVE.public_key().public_bytes(*PEM)
    client.post(reverse("setup:keys"), typed_key(pem))
    assert "この鍵IDはすでに" in words(client.post(reverse("setup:keys"), typed_key(pem)))
    assert "別の鍵IDで" in words(client.post(reverse("setup:keys"), typed_key(pem, key_id="other")))
    far = boxes("valid_until", TODAY() + timedelta(days=400))
    assert "366日まで" in words(client.post(reverse("setup:keys"), typed_key(pem, **far)))
    assert IssuerKey.objects.count() == 1


def test_no_bytes_are_more_than_refused() -> None:
    for size in range(0, 200, 7):
        for seed in (b"\x00", b"0", b"\x04", b"\x30", b"-", b"{"):
            with pytest.raises(KeyRefused):
                public_point(seed * size)
