"""Refused in two keys: from the form without a record, and what had waited for papers with one."""

import re
from datetime import date, timedelta

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from desks.models import AuditEntry
from eligibility.events import Paper, YesNo
from intake.closing import refuse_application
from intake.models import Application, PasswordSetRequest, Standing
from intake.refusals import ChangedMeanwhile, NotRefused, Unrefusable
from tests.intake.entries import AT, ON, entry, submitted
from tests.intake.pages import boxes, days_ago, typed, words
from tests.paper.reading import text
from tests.places import Place

LATE = {**boxes("occurred_on", days_ago(60))}
AFTER = ON + timedelta(days=40)
NO_PHOTO = {"missing": frozenset({Paper.PHOTO})}


def hidden(page: bytes) -> dict[str, list[str]]:
    """What the page would send once more."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.decode()):
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if name != "csrfmiddlewaretoken"}


def refuse(place: Place, row: Application, *, on: date, by: str = "clerk", **more: object) -> Application:
    return refuse_application(
        membership=getattr(place, by),
        application=row,
        at=AT,
        on=on,
        **{"version": row.version, "reason": "", **more},
    )


class TestFromTheForm:
    def test_the_panel_offers_it_only_where_express_issuance_is_closed(self, mihon: Place) -> None:
        client = mihon.client()
        assert "理由書を印刷" in words(client.post(reverse("desk:panel"), typed(**LATE)))
        assert "理由書を印刷" not in words(client.post(reverse("desk:panel"), typed()))

    def test_the_first_key_shows_the_reason_and_the_ordinary_route(self, mihon: Place) -> None:
        page = mihon.client().post(reverse("desk:refusal"), typed(**LATE))
        said = words(page)
        assert "特急発行の対象外" in said or "期限" in said
        assert "1,000円" in said
        assert "か月" in said
        assert hidden(page.content)["name"] == ["見本 太郎"]

    def test_the_second_key_prints_and_keeps_nothing_of_the_person(self, mihon: Place) -> None:
        client = mihon.client()
        first = client.post(reverse("desk:refusal"), typed(**LATE))
        paper = client.post(reverse("desk:refusal_paper"), hidden(first.content))
        assert paper["Content-Type"] == "application/pdf"
        assert "no-store" in paper["Cache-Control"]
        said = text(paper.content)
        for expected in ("特急発行", "見本太郎様", "1,000円", "1,000yen", "顔写真"):
            assert expected in said, expected
        with mihon.scope():
            assert Application.objects.count() == 0
            assert AuditEntry.objects.filter(action="desk:refusal_paper").count() == 1
        assert rows_that_say("見本 太郎") == []

    def test_the_sheet_leads_in_the_residents_language(self, mihon: Place) -> None:
        client = mihon.client()
        paper = client.post(reverse("desk:refusal_paper"), typed(**LATE, language="en"))
        said = text(paper.content)
        english = said.index("Expressissuanceisnotpossible")
        assert english < said.index("特急発行はできません")

    def test_what_is_open_is_not_refused_and_nothing_typed_is_lost(self, mihon: Place) -> None:
        for address in ("desk:refusal", "desk:refusal_paper"):
            page = mihon.client().post(reverse(address), typed())
            assert page.status_code == 200
            assert "断るものはありません" in words(page)
            assert 'value="見本 太郎"' in page.content.decode()

    @pytest.mark.parametrize(
        "sent", [{}, {"event": "\x00", "name": "\u202e"}, {"birth_date_year": "x" * 9000}, {"event": "LOST"}]
    )
    def test_bad_input_is_an_answer(self, mihon: Place, sent: dict[str, str]) -> None:
        for address in ("desk:refusal", "desk:refusal_paper"):
            assert mihon.client().post(reverse(address), sent).status_code == 200

    def test_back_to_the_form_brings_all_of_it(self, mihon: Place) -> None:
        client = mihon.client()
        first = client.post(reverse("desk:refusal"), typed(**LATE))
        page = client.post(reverse("desk:new"), {**hidden(first.content), "check": "1"})
        assert 'value="見本 太郎"' in page.content.decode()


def rows_that_say(name: str) -> list[str]:
    """The tables in which any row has this text anywhere."""
    found = []
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{name}%"])
                if cursor.fetchone()[0]:
                    found.append(table)
    return found


class TestPending:
    def test_a_closed_case_is_refused_by_the_law_alone(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon, entry(law=NO_PHOTO))
            facts = {**row.facts, "card_received_since": "YES"}
            Application.objects.filter(pk=row.pk).update(facts=facts)
            gone = refuse(mihon, Application.objects.get(pk=row.pk), on=ON)
        assert (gone.standing, gone.refused_on, gone.refused_by) == (Standing.REFUSED, ON, mihon.clerk.staff)
        assert gone.assessment["decided_by"]["code"] == "CARD_RECEIVED_SINCE"
        assert gone.version == 2

    def test_what_is_open_waits_or_is_withdrawn(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon, entry(law=NO_PHOTO))
            with pytest.raises(NotRefused) as refusal:
                refuse(mihon, row, on=ON, reason="なんとなく")
            assert refusal.value.why is Unrefusable.STILL_OPEN
            assert Application.objects.get(pk=row.pk).refused_on is None

    def test_papers_too_late_are_refused_with_the_desks_reason(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon, entry(law=NO_PHOTO))
            with pytest.raises(NotRefused) as refusal:
                refuse(mihon, row, on=AFTER)
            assert refusal.value.why is Unrefusable.REASON_NEEDED
            assert refuse(mihon, row, on=AFTER, reason="期限後").refusal_reason == "期限後"

    def test_circumstances_are_weighed_by_a_supervisor(self, mihon: Place) -> None:
        law = {**NO_PHOTO, "prevented": YesNo.YES}
        late = entry(days_ago=60, law=law, exception_reason="入院", exception_evidence="診断書")
        as_supervisor = type(mihon)(**{**vars(mihon), "clerk": mihon.supervisor})
        with mihon.scope():
            row = submitted(as_supervisor, late)
            with pytest.raises(NotRefused) as refusal:
                refuse(mihon, row, on=ON, reason="証拠がない")
            assert refusal.value.why is Unrefusable.SUPERVISOR_DECIDES
            assert refuse(mihon, row, on=ON, reason="証拠がない", by="supervisor").refused_on == ON

    def test_of_two_clerks_the_second_is_told(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon, entry(law=NO_PHOTO))
            refuse(mihon, row, on=AFTER, reason="期限後")
            with pytest.raises(ChangedMeanwhile):
                refuse(mihon, row, on=AFTER, reason="期限後")

    def test_sealed_passwords_go_with_it(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon, entry(law=NO_PHOTO))
            PasswordSetRequest.objects.create(
                municipality=mihon.municipality,
                application=row,
                key_id="k1",
                ciphertext=b"sealed",
                made_at=AT,
                made_on=ON,
                expires_on=ON,
            )
            refuse(mihon, row, on=AFTER, reason="期限後")
            assert not PasswordSetRequest.objects.exists()


class TestPages:
    @pytest.fixture
    def late(self, mihon: Place) -> Application:
        """Came in time sixty days ago without a photo; the period is over."""
        first = timezone.localdate() - timedelta(days=60)
        with mihon.scope():
            return submitted(mihon, entry(on=first, law=NO_PHOTO), on=first)

    def test_a_reason_is_asked_for_at_its_field(self, mihon: Place, late: Application) -> None:
        client = mihon.client()
        address = reverse("desk:refuse", args=[late.uid])
        assert "1,000円" in words(client.get(address)), "the ordinary route before it is refused"
        page = client.post(address, {"version": "1", "reason": ""})
        assert 'href="#id_reason"' in page.content.decode()

    def test_refused_it_prints_and_can_be_printed_again(self, mihon: Place, late: Application) -> None:
        client = mihon.client()
        done = client.post(
            reverse("desk:refuse", args=[late.uid]), {"version": "1", "reason": "写真が間に合わなかった"}
        )
        assert done["Location"] == reverse("desk:paper", args=[late.uid, "refusal"])
        said = text(client.get(done["Location"]).content)
        for expected in ("写真が間に合わなかった", "1,000円", late.reference):
            assert expected in said, expected
        page = words(client.get(reverse("desk:application", args=[late.uid])))
        assert "写真が間に合わなかった" in page
        again = client.post(
            reverse("desk:refuse", args=[late.uid]), {"version": "2", "reason": "x"}, follow=True
        )
        assert again.redirect_chain[-1][0] == reverse("desk:application", args=[late.uid])

    def test_a_stale_version_refuses_nothing(self, mihon: Place, late: Application) -> None:
        for version in ("7", "", "x"):
            mihon.client().post(reverse("desk:refuse", args=[late.uid]), {"version": version, "reason": "r"})
        with mihon.scope():
            assert Application.objects.get(pk=late.pk).refused_on is None

    def test_an_open_case_says_what_to_do_instead(self, mihon: Place) -> None:
        today = timezone.localdate()
        with mihon.scope():
            row = submitted(mihon, entry(on=today, law=NO_PHOTO), on=today)
        page = words(mihon.client().get(reverse("desk:refuse", args=[row.uid])))
        assert "特急発行の対象" in page
        assert "断る</button>" not in page


class TestPendingNotice:
    def test_says_what_until_when_and_where(self, mihon: Place) -> None:
        today = timezone.localdate()
        with mihon.scope():
            row = submitted(mihon, entry(on=today, law=NO_PHOTO, language="en"), on=today)
        client = mihon.client()
        said = text(client.get(reverse("desk:paper", args=[row.uid, "pending"])).content)
        for expected in (
            "写真",
            "photo",
            "Cityhall",
            "000-000-0000",
            "見本太郎様",
            "Bringitby",
            "Telephonethehelpdesk",
        ):
            assert expected in said, expected
        assert row.reference in said.replace("-", "")
        assert "お知らせ" in words(client.get(reverse("desk:application", args=[row.uid])))

    def test_there_is_none_for_what_does_not_wait(self, mihon: Place) -> None:
        with mihon.scope():
            row = submitted(mihon)
        for sheet in ("pending", "refusal"):
            assert mihon.client().get(reverse("desk:paper", args=[row.uid, sheet])).status_code == 404
