"""What a clerk, a supervisor and an administrator see of money, and what bad input gets."""

from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from desks.permissions import Role
from fees.models import CashCount, Charge, Reversal
from tests.fees.cases import charge, closed
from tests.intake.entries import entry, submitted
from tests.intake.pages import words
from tests.paper.reading import text
from tests.places import Place

NEW = {"amount": "0", "basis": "THEFT", "reason": "盗難の番号を確認", "evidence": "受理番号の控え"}


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def case(place: Place, today: date, amount: int = 2000, **more: object) -> Charge:
    return charge(place, "CASE", amount, on=today, at=timezone.now(), **more)


def posted(place: Place, name: str, *args: object, role: Role = Role.CLERK, **given: object) -> HttpResponse:
    return place.client(role).post(reverse(name, args=args), given, follow=True)


class TestOneCase:
    def test_the_decision_stands_in_words_with_source_evidence_and_person(
        self, mihon: Place, today: date
    ) -> None:
        made = case(mihon, today, evidence="紛失届の控え")
        said = words(mihon.client().get(reverse("fees:charge", args=[made.uid])))
        for part in (
            "2,000円",
            "カードの紛失",
            "特急発行についての国のページ",
            "紛失届の控え",
            "clerk@990019",
        ):
            assert part in said, part

    def test_a_new_decision_says_what_to_give_back_and_keeps_the_old_one(
        self, mihon: Place, today: date
    ) -> None:
        made = case(mihon, today)
        said = words(posted(mihon, "fees:replace", made.uid, **NEW))
        assert "2,000円をお返しください" in said
        assert "以前の決定" in said
        assert "無効" in said
        again = words(posted(mihon, "fees:replace", made.uid, **NEW))
        assert "2,000円をお返しください" in again, "a double click is told the same"
        with mihon.scope():
            assert (Charge.objects.count(), Reversal.objects.count()) == (2, 1)

    def test_somebody_else_was_quicker(self, mihon: Place, today: date) -> None:
        made = case(mihon, today)
        posted(mihon, "fees:replace", made.uid, **NEW)
        said = words(posted(mihon, "fees:replace", made.uid, **NEW | {"amount": "1800"}))
        assert "ほかの職員が決定を改めました" in said

    def test_after_the_count_a_clerk_is_sent_to_a_supervisor(self, mihon: Place, today: date) -> None:
        made = case(mihon, today)
        closed(mihon, today)
        page = words(mihon.client().get(reverse("fees:charge", args=[made.uid])))
        assert "今から改められるのは管理者だけです" in page
        assert "管理者だけ" in words(posted(mihon, "fees:replace", made.uid, **NEW))
        said = words(posted(mihon, "fees:replace", made.uid, role=Role.SUPERVISOR, **NEW))
        assert "2,000円をお返しください" in said

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"amount": ""}, "選んでください"),
            ({"amount": "2"}, "選んでください"),
            ({"amount": "-2000"}, "選んでください"),
            ({"amount": "9" * 5000}, "選んでください"),
            ({"basis": "RENEWAL"}, "選んでください"),
            ({"reason": ""}, "入力してください"),
            ({"reason": "a\x00b"}, "U+0000"),
            ({"reason": "あ" * 201}, "200"),
            ({"evidence": ""}, "証拠とともに残します"),
            ({"evidence": "\ufffd"}, "U+FFFD"),
        ],
    )
    def test_what_needs_another_look_is_said_and_nothing_is_lost(
        self, mihon: Place, today: date, given: dict[str, str], message: str
    ) -> None:
        made = case(mihon, today)
        page = posted(mihon, "fees:replace", made.uid, **NEW | given)
        assert page.status_code == 200
        assert message in words(page)
        assert 'id="summary"' in page.content.decode()
        assert NEW["reason" if "evidence" in given else "evidence"] in page.content.decode()
        with mihon.scope():
            assert Charge.objects.count() == 1


class TestChange:
    @pytest.mark.parametrize("given", ["5000", "５０００", "5,000", "５，０００"])
    def test_the_change_is_worked_out(self, mihon: Place, today: date, given: str) -> None:
        made = case(mihon, today)
        page = mihon.client().get(reverse("fees:change", args=[made.uid]), {"given": given})
        assert "お預かり5,000円、手数料2,000円、おつり 3,000円" in words(page)

    def test_with_htmx_only_the_part_comes(self, mihon: Place, today: date) -> None:
        made = case(mihon, today)
        page = mihon.client().get(
            reverse("fees:change", args=[made.uid]), {"given": "2000"}, headers={"HX-Request": "true"}
        )
        assert page.content.decode().lstrip().startswith("<form")
        assert "おつり 0円" in words(page)

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ("1500", "500円足りません"),
            ("", "入力してください"),
            ("-5000", "数字だけ"),
            ("5000円", "数字だけ"),
            ("9" * 50, "7"),
            ("\x00", "U+0000"),
        ],
    )
    def test_what_is_no_sum_is_said_at_the_field(
        self, mihon: Place, today: date, given: str, message: str
    ) -> None:
        made = case(mihon, today)
        page = mihon.client().get(reverse("fees:change", args=[made.uid]), {"given": given})
        assert page.status_code == 200
        assert message in words(page)
        assert "おつり 3" not in words(page)


class TestCashOfADay:
    def test_a_clerk_counts_and_closes_the_day(self, mihon: Place, today: date) -> None:
        case(mihon, today)
        given = {"seen": "2000", "total": "１２，０００", "change_fund": "10,000", "piece_10000": "1"}
        said = words(posted(mihon, "fees:count", **given | {"piece_1000": "2"}))
        assert "この日を締めました" in said
        assert "締め済み" in said
        with mihon.scope():
            count = CashCount.objects.get()
        assert (count.counted, count.difference, count.pieces) == (12_000, 0, {"10000": 1, "1000": 2})

    def test_a_double_click_closes_it_once(self, mihon: Place, today: date) -> None:
        for _ in range(2):
            said = words(posted(mihon, "fees:count", seen="0", total="0"))
            assert "この日を締めました" in said

    def test_money_that_moved_meanwhile_is_told(self, mihon: Place, today: date) -> None:
        case(mihon, today)
        said = words(posted(mihon, "fees:count", seen="0", total="0"))
        assert "その間に入金または返金がありました" in said

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"total": ""}, "入力してください"),
            ({"total": "-1"}, "数字だけ"),
            ({"total": "99999999999"}, "7"),
            ({"total": "1900"}, "100円足りません。理由を入力してください"),
            ({"total": "2100"}, "100円多くなっています。理由を入力してください"),
            ({"piece_1000": "1"}, "金種の合計は1,000円です"),
            ({"piece_500": "x"}, "数字だけ"),
            ({"seen": "x"}, "選んでください"),
            ({"seen": "9" * 5000}, "選んでください"),
            ({"reason": "\u202e"}, "U+202E"),
        ],
    )
    def test_what_needs_another_look_is_said_and_nothing_is_closed(
        self, mihon: Place, today: date, given: dict[str, str], message: str
    ) -> None:
        case(mihon, today)
        page = posted(mihon, "fees:count", **{"seen": "2000", "total": "2000"} | given)
        assert page.status_code == 200
        assert message in words(page)
        assert 'id="summary"' in page.content.decode()
        with mihon.scope():
            assert not CashCount.objects.exists()

    def test_a_clerk_sees_their_own_desk_only(self, mihon: Place, today: date) -> None:
        case(mihon, today, desk=mihon.branch)
        asked = {"desk": mihon.branch.pk}
        mine = words(mihon.client().get(reverse("fees:cash"), asked))
        assert "CASE" not in mine
        assert "CASE" in words(mihon.client(Role.SUPERVISOR).get(reverse("fees:cash"), asked))

    def test_a_supervisor_sees_all_desks_of_a_day(self, mihon: Place, today: date) -> None:
        case(mihon, today, desk=mihon.branch)
        closed(mihon, today, total=50)
        said = words(mihon.client(Role.SUPERVISOR).get(reverse("fees:desks")))
        for part in ("本庁窓口", "50円", "数え違い", "駅前窓口", "2,000円", "未締め"):
            assert part in said, part

    @pytest.mark.parametrize(
        "day", [{"day_year": "x"}, {"day_year": "2026", "day_month": "13", "day_day": "1"}]
    )
    @pytest.mark.parametrize("name", ["fees:cash", "fees:desks", "fees:paper"])
    def test_no_such_day_shows_today(self, mihon: Place, name: str, day: dict[str, str]) -> None:
        page = mihon.client(Role.SUPERVISOR).get(reverse(name), day | {"desk": "９" * 30})
        assert page.status_code == 200

    def test_a_day_ahead_has_no_form(self, mihon: Place, today: date) -> None:
        ahead = today + timedelta(days=1)
        asked = {"day_year": ahead.year, "day_month": ahead.month, "day_day": ahead.day}
        page = mihon.client().get(reverse("fees:cash"), asked)
        assert "まだ先です" in words(page)
        assert 'name="total"' not in page.content.decode()

    @pytest.mark.parametrize(("language", "told"), [("ja", "当日の現金"), ("en", "Cash of the day")])
    def test_the_sheet_has_the_list_and_the_count(
        self, mihon: Place, today: date, language: str, told: str
    ) -> None:
        case(mihon, today)
        client = mihon.client()
        client.cookies["language"] = language
        open_day = text(client.get(reverse("fees:paper")).getvalue())
        assert {"ja": "未締め", "en": "Notclosed"}[language] in open_day
        closed(mihon, today, total=1_990)
        sheet = text(client.get(reverse("fees:paper")).getvalue())
        for part in (told.replace(" ", ""), "CASE", "2,000円", "1,990円", "-10円", "数え違い"):
            assert part in sheet, part


class TestWho:
    @pytest.mark.parametrize(
        ("name", "allowed"),
        [
            ("fees:cash", {Role.CLERK, Role.SUPERVISOR}),
            ("fees:paper", {Role.CLERK, Role.SUPERVISOR}),
            ("fees:desks", {Role.SUPERVISOR}),
            ("fees:issues", {Role.SUPERVISOR}),
            ("fees:export", {Role.SUPERVISOR}),
        ],
    )
    def test_each_page_opens_for_its_roles_only(self, mihon: Place, name: str, allowed: set[Role]) -> None:
        for role in Role:
            page = mihon.client(role).get(reverse(name))
            assert page.status_code == (200 if role in allowed else 403), role


class TestTheRecord:
    def test_it_leads_to_the_fee_and_says_what_would_change_it(self, mihon: Place, today: date) -> None:
        with mihon.scope():
            row = submitted(mihon, entry(on=today), on=today)
            made = Charge.objects.get()
        page = mihon.client().get(reverse("desk:application", args=[row.uid]))
        assert reverse("fees:charge", args=[made.uid]) in page.content.decode()
        assert "証明書なし" in words(page)
        assert "1,800円" in words(page)
        posted(mihon, "fees:replace", made.uid, **NEW)
        free = words(mihon.client().get(reverse("desk:application", args=[row.uid])))
        assert "1,800円" not in free, "nothing costs less than nothing"
        assert "2026-00001" in words(page) or f"{made.receipt.fiscal_year}-00001" in words(page)

    def test_its_papers_tell_the_void_receipt_the_new_one_and_the_refund(
        self, mihon: Place, today: date
    ) -> None:
        with mihon.scope():
            row = submitted(mihon, entry(on=today), on=today)
            made = Charge.objects.get()

        def sheet(name: str) -> str:
            answer = mihon.client().get(reverse("desk:paper", args=[row.uid, name]))
            return text(answer.getvalue()) if answer.status_code == 200 else str(answer.status_code)

        assert "再発行" not in sheet("receipt")
        assert sheet("receipt-again").count("再発行") == 2
        assert sheet("refund") == "404"
        posted(mihon, "fees:replace", made.uid, **NEW)
        assert sheet("receipt") == "404", "a void receipt is not handed out with the pack"
        assert sheet("receipt-again").count("無効") == 2
        with mihon.scope():
            holds = Charge.objects.get(replaces=made)
        posted(mihon, "fees:replace", holds.uid, **NEW | {"amount": "2000"})
        assert "無効" not in sheet("receipt")
        with mihon.scope():
            last = Charge.objects.get(replaces=holds)
        closed(mihon, today)
        posted(mihon, "fees:replace", last.uid, role=Role.SUPERVISOR, **NEW)
        refund = sheet("refund")
        for part in ("返金", "-R00001", "見本太郎", "2,000円", "署名"):
            assert part in refund, part

    def test_under_support_measures_the_refund_names_no_desk(self, mihon: Place, today: date) -> None:
        with mihon.scope():
            row = submitted(mihon, entry(on=today, support_measures=True, to_desk=True), on=today)
            made = Charge.objects.get()
        closed(mihon, today)
        posted(mihon, "fees:replace", made.uid, role=Role.SUPERVISOR, **NEW)
        pdf = mihon.client().get(reverse("desk:paper", args=[row.uid, "refund"])).getvalue()
        assert "本庁窓口" not in text(pdf)


@pytest.mark.parametrize("name", ["fees:cash", "fees:desks", "fees:issues"])
def test_both_languages_are_whole(mihon: Place, today: date, name: str) -> None:
    case(mihon, today)
    pages = {}
    for language in ("ja", "en"):
        client = mihon.client(Role.SUPERVISOR)
        client.cookies["language"] = language
        with override(language):
            pages[language] = words(client.get(reverse(name)))
    assert pages["ja"] != pages["en"]
    assert "本庁窓口" not in pages["en"]
