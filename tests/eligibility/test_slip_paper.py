"""The sheet to take along: what it says for each verdict, what it never says, and what an odd post gets."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import override

from desks.places import with_code
from eligibility.case import Case
from eligibility.events import EVENTS_UNDER, DayAnswer, DesignationEvent, Heading
from eligibility.slip.paper import SlipSheet, slip_pdf, slip_sheet
from eligibility.slip.views import SheetsPerAddress
from eligibility.words import EVENTS, START_DAYS
from paper.render import available
from tests.eligibility.resident import Answer, Resident
from tests.paper.reading import faces, pages, size, squeezed, text
from tests.places import Place

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not available(), reason="no Pango")]

TODAY = date(2026, 11, 24)
HERE, ELSEWHERE = "000-0001", "105-0011"
REST = ("OF_AGE", "OWN", "BOTH")
LOST = ("LOST_OR_DAMAGED", "LOST", date(2026, 11, 20), "NO", "OUTSIDE", "NO", *REST)
MOST_TO_SAY = {
    "lost by a child": (*LOST[:-3], "UNDER_FIFTEEN", date(2020, 4, 2), "OWN", "USER"),
    "lost by a child, going elsewhere": (*LOST[:-3], "UNDER_FIFTEEN", date(2020, 4, 2), "OTHER", "USER"),
    "child from abroad": (
        *("FROM_OVERSEAS", "OVERSEAS", date(2026, 11, 20), "KEPT", "UNDER_FIFTEEN", date(2020, 4, 2)),
        *("OWN", "USER"),
    ),
    "newborn": ("NEWBORN", date(2026, 11, 20), "NO", "OWN_WITH_BIRTH", "USER"),
    "burnt": ("LOST_OR_DAMAGED", "DAMAGE", date(2026, 11, 20), "NO", "DISASTER", "NO", "WARD", "OWN", "USER"),
}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)
    caches["rates"].clear()
    yield
    caches["rates"].clear()


def taken(*answers: Answer, language: str = "ja", place: str = HERE) -> bytes:
    """The PDF that the button of the result page gives."""
    resident = Resident(language).answer(place, *answers)
    assert resident.at == "result"
    response = resident.client.post(f"/{language}/check/slip/", resident.page.sent)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    assert response.headers["Content-Disposition"] == 'attachment; filename="slip.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    return response.content


def says(pdf: bytes, *sentences: str) -> None:
    said = text(pdf)
    for sentence in sentences:
        assert squeezed(sentence) in said, sentence


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_open_door_in_both_languages(mihon: Place, language: str) -> None:
    """30 days after Friday 20 November end on Sunday 20 December: accepted here on Monday."""
    pdf = taken(*LOST, language=language)
    says(
        pdf,
        *("特急発行の対象です", "You can use express issuance"),
        *("2026年12月21日(月)", "Mon 21 Dec 2026"),
        *("期限の日:2026年12月20日(日)", "Last day by law: Sun 20 Dec 2026"),
        *("手数料2,000円(電子証明書が不要なら1,800円)", "2,000 yen, paid at the desk when you apply"),
        *("理由:カードの紛失", "Because of: lost card."),
        *("ご本人がお越しください", "The person the card is for must come."),
        *("Aから2点、またはAとBから1点ずつ", "two of A or one of A and one of B"),
        *("警察の受理番号", "The number of the police report"),
        *("本庁窓口", "City hall", "000-000-0000 8:30–17:15"),
        *("まずカードの一時停止を(24時間):0120-95-0178", "Stop the card now, 24 hours a day: 0120-95-0178"),
        *(
            "受付できるかどうかは、窓口へお越しの日に改めて判定します。",
            "The case is decided anew at the desk",
        ),
        *("令和8(2026)年11月24日(火)", "24 November 2026 (Tue)"),
        *("2024年12月2日(月)適用", "in force from Mon 2 Dec 2024."),
        *(
            "取扱いは国の方針によります。",
            "handled under the national “Handling of Personal Information Policy”",
        ),
    )
    (page,) = pages(pdf)
    assert [round(side) for side in size(page)] == [210, 297]
    assert faces(pdf) == {"Noto-Sans-CJK-JP", "Noto-Sans-CJK-JP-Bold"}


def test_the_code_stands_on_the_sheet_as_on_the_page(mihon: Place) -> None:
    resident = Resident("ja").answer(HERE, *LOST)
    code = resident.html.partition('<section class="slip"')[2].partition("<b>")[2].partition("</b>")[0]
    pdf = resident.client.post("/ja/check/slip/", resident.page.sent).content
    assert len(code) == 9
    says(pdf, code)


@pytest.mark.parametrize("walk", MOST_TO_SAY)
def test_the_longest_fit_on_one_page(mihon: Place, walk: str) -> None:
    assert len(pages(taken(*MOST_TO_SAY[walk]))) == 1
    assert len(pages(taken(*MOST_TO_SAY[walk], place=ELSEWHERE))) == 1


CLOSED = {
    "renewal": (
        ("NONE", "RENEWAL"),
        ("特急発行の対象外です", "Express issuance is not for this"),
        (
            "通常の申請ができます",
            "You can apply the ordinary way",
            "What the ordinary way needs",
            "以前のカード",
        ),
    ),
    "late": (
        ("SPACE_FULL", "SPACE_FULL", date(2026, 9, 24), "NO"),
        ("特急発行の対象外です", "Express issuance is not for this"),
        ("2026年10月26日(月)に終わりました", "The period ended on Mon 26 Oct 2026.", "日数の数え方"),
    ),
    "not yet": (
        ("FROM_OVERSEAS", "FOREIGN", "ADDRESS_FIXED", "NOT_YET", *REST),
        ("まだ申請できません", "You cannot apply yet"),
        ("First file the notice of your address; you can apply the same day.", "What to bring"),
    ),
    "consult": (
        ("SPACE_FULL", "SPACE_FULL", date(2026, 9, 24), "YES"),
        ("まず窓口へご相談ください", "Talk to the desk first"),
        ("As circumstances kept you from applying",),
    ),
}


@pytest.mark.parametrize("walk", CLOSED)
def test_every_other_verdict_has_its_sheet(mihon: Place, walk: str) -> None:
    answers, headlines, sentences = CLOSED[walk]
    pdf = taken(*answers)
    says(pdf, *headlines, *sentences)
    assert len(pages(pdf)) == 1
    assert squeezed("窓口へ行ける最後の日") not in text(pdf)


def other(event: DesignationEvent, day: date | None) -> Case:
    case = Case(on=TODAY)
    known = {"occurred_on": day, "day_answer": DayAnswer.KNOWN} if day else {"day_answer": DayAnswer.NOT_YET}
    case.take(places=(with_code("990019"),), heading=Heading.OTHER, event=event, **known)
    return case


DAYS = pytest.mark.parametrize("day", [date(2026, 11, 20), date(2026, 8, 3), None])


@DAYS
def test_another_reason_is_all_that_is_told(mihon: Place, day: date | None) -> None:
    """One sheet for a day: those of the other events are the same, as the next test says."""
    events = EVENTS_UNDER[Heading.OTHER]
    said = text(slip_pdf(other(events[0], day), language="ja"))
    assert squeezed("その他の理由 Another reason") in said
    for language in ("ja", "en"):
        with override(language):
            for words in (table[event] for event in events for table in (EVENTS, START_DAYS)):
                assert squeezed(str(words)) not in said
    for tells in (
        "本人確認書類をそろえ",
        "矯正",
        "職権",
        "public notice",
        "letter about the change",
        "通知カード",
    ):
        assert squeezed(tells) not in said


@DAYS
def test_all_under_another_reason_look_the_same(mihon: Place, day: date | None) -> None:
    def without_code(sheet: SlipSheet) -> SlipSheet:
        return replace(sheet, code="", qr="")

    sheets = [without_code(slip_sheet(other(event, day))) for event in EVENTS_UNDER[Heading.OTHER]]
    assert sheets == [sheets[0]] * len(EVENTS_UNDER[Heading.OTHER])


def test_an_unknown_municipality_goes_by_the_national_page(db: None) -> None:
    says(
        taken(*LOST, place=ELSEWHERE),
        "判定の基準:国の案内。東京都港区の取扱いは、窓口でご確認ください。",
        "Rules: the national page; those of Minato-ku, Tokyo (港区) itself are not known here.",
    )


@pytest.mark.parametrize("address", ["slip", "calendar"])
def test_what_is_no_whole_walk_goes_back_to_the_open_question(mihon: Place, address: str) -> None:
    resident = Resident("en").answer(HERE, *LOST)
    whole = resident.page.sent
    odd = [
        {},
        {"at": "result"},
        {name: value for name, value in whole.items() if not name.startswith("day")},
        whole | {"what-answer": "\x00<script>"},
        dict.fromkeys(whole, "9" * 5000),
        whole | {"go": "stay"},
    ]
    for sent in odd:
        response = resident.client.post(f"/en/check/{address}/", sent)
        assert (response.status_code, response.headers["Location"]) == (307, "/en/check/")
        again = resident.client.post(f"/en/check/{address}/", sent, follow=True)
        assert again.status_code == 200
        assert 'id="check"' in again.content.decode()
    assert resident.client.get(f"/en/check/{address}/").headers["Location"] == "/en/check/"
    assert resident.client.put(f"/en/check/{address}/").status_code == 405


def test_an_answer_that_is_not_offered_prints_nothing(mihon: Place) -> None:
    resident = Resident("en").answer(HERE, *LOST)
    late = resident.page.sent | {"day-LOST-day_year": str((TODAY + timedelta(days=400)).year)}
    assert resident.client.post("/en/check/slip/", late).headers["Content-Type"] != "application/pdf"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("ja", "1分待ってから、もう一度お試しください。"), ("en", "Wait a minute, then try again.")],
)
def test_one_address_is_told_to_wait(
    mihon: Place, monkeypatch: pytest.MonkeyPatch, language: str, sentence: str
) -> None:
    monkeypatch.setattr(SheetsPerAddress, "a_minute", 1)
    taken("NONE", "RENEWAL", language=language)
    resident = Resident(language).answer(HERE, "NONE", "RENEWAL")
    # A new minute may begin in between.
    asked = (resident.client.post(f"/{language}/check/slip/", resident.page.sent) for _ in range(5))
    response = next(response for response in asked if response.status_code == 429)
    assert 0 < int(response.headers["Retry-After"]) <= 60
    page = response.content.decode()
    assert sentence in page
    kept = {name: value for name, value in resident.page.sent.items() if name != "at"}
    assert all(f'name="{name}" value="{value}"' in page for name, value in kept.items())


def test_the_button_says_when_nothing_can_be_printed(mihon: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paper.render.weasyprint", None)
    resident = Resident("en").answer(HERE, *LOST)
    assert "No printing on this machine" in resident.text
    assert "/check/slip/" not in resident.html
    response = resident.client.post("/en/check/slip/", resident.page.sent)
    assert response.status_code == 503
    assert "This machine cannot print. Keep the code" in response.content.decode()
