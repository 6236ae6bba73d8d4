"""The e-mail address of an application: who is asked for it, what is kept, and where it never shows."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.fixtures import Settings

from delivery.models import Email
from desks.permissions import Role
from intake.correcting.services import correct_application
from intake.entry_fields import EmailAddress
from intake.models import Application
from tests.intake.entries import AT, entry, submitted
from tests.intake.pages import boxes, typed, words
from tests.places import Place

ADDRESS = "hanako@mail.example"


@pytest.fixture(autouse=True)
def sends_email(settings: Settings) -> None:
    settings.SENDS_EMAIL = True


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (" Hanako@Mail.example ", "Hanako@Mail.example"),
        ("hanako@mail.example", ADDRESS),
        ("hanako@みほん.example", "hanako@みほん.example"),
        ("hanako..m.@docomo.ne.jp", "hanako..m.@docomo.ne.jp"),
        ("h+k_1@a-b.example", "h+k_1@a-b.example"),
        ("", ""),
    ],
)
def test_an_address_is_kept_as_it_is_written(said: str, kept: str) -> None:
    assert EmailAddress(required=False).clean(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "hanako",
        "hanako@",
        "@mail.example",
        "ha nako@mail.example",
        "花子@mail.example",
        "a@mail.example,b@mail.example",
        "Hanako <hanako@mail.example>",
        f"{ADDRESS}\nBcc: all@mail.example",
        f"{ADDRESS}\r",
        f'"hanako"@{ADDRESS}',
        "hanako@[127.0.0.1]",
        "hanako@-a.example",
        f"hanako@{'a' * 64}.example",
        f"{'a' * 65}@mail.example",
        f"a@{'a.' * 130}example",
        "..@mail.example",
    ],
)
def test_what_is_no_single_address_is_told_at_the_field(mihon: Place, said: str) -> None:
    page = mihon.client().post(reverse("desk:new"), typed(email=said))
    assert page.status_code == 200
    assert {"email"} == set(page.context["form"].errors)
    with mihon.scope():
        assert not Application.objects.exists()


def test_a_clerk_enters_it_and_the_resident_is_written_to(mihon: Place) -> None:
    client = mihon.client()
    form = client.get(reverse("desk:new")).content.decode()
    assert 'name="email"' in form
    assert "氏名も住所も書きません" in form
    client.post(reverse("desk:new"), typed(email=ADDRESS))
    with mihon.scope():
        row = Application.objects.get()
        assert (row.email, row.delivery.email) == (ADDRESS, ADDRESS)
        assert Email.objects.get().delivery == row.delivery
        shown = reverse("desk:application", args=[row.uid])
    assert ADDRESS in words(client.get(shown))
    for elsewhere in ("desk:today", "desk:search"):
        assert ADDRESS not in client.get(reverse(elsewhere)).content.decode()
    found = client.post(reverse("desk:search"), {"q": ADDRESS})
    assert row.reference not in found.content.decode()


def test_under_support_measures_it_is_not_kept_whatever_was_typed(mihon: Place) -> None:
    sent = typed(email=ADDRESS, support_measures="on", safe_to_post="YES")
    mihon.client().post(reverse("desk:new"), sent)
    with mihon.scope():
        row = Application.objects.get()
        assert (row.support_measures, row.email, row.delivery.email) == (True, "", "")
        assert not Email.objects.exists()


def test_no_caller_gets_an_address_past_the_database(mihon: Place) -> None:
    with mihon.scope(), pytest.raises(IntegrityError), transaction.atomic():
        submitted(mihon, entry(support_measures=True, safe_to_post="YES", email=ADDRESS))


def test_without_a_mail_server_nobody_is_asked_and_a_correction_loses_nothing(
    mihon: Place, settings: Settings
) -> None:
    with mihon.scope():
        row = submitted(mihon, entry(email=ADDRESS))
    settings.SENDS_EMAIL = False
    client = mihon.client()
    assert 'name="email"' not in client.get(reverse("desk:new")).content.decode()
    sent = typed(**boxes("occurred_on", row.occurred_on), phone=row.phone, name="見本 次郎")
    page = client.post(reverse("desk:correct", args=[row.uid]), sent | {"version": "1", "reason": "訂正"})
    assert set(page.context["prospect"].after) == {"name"}


def test_it_is_corrected_like_a_telephone_and_the_letter_knows(mihon: Place) -> None:
    with mihon.scope():
        row = submitted(mihon, entry(email=ADDRESS))
        for version, given in (
            (1, entry(email="taro@mail.example")),
            (2, entry(email="", support_measures=True, safe_to_post="YES")),
        ):
            row.refresh_from_db()
            correct_application(
                membership=mihon.clerk, application=row, version=version, entry=given, reason="訂正", at=AT
            )
            row.delivery.refresh_from_db()
            assert row.delivery.email == given.email
    page = words(mihon.client(Role.SUPERVISOR).get(reverse("desk:application", args=[row.uid])))
    assert "メールアドレス" in page
    assert "mail.example" not in page
