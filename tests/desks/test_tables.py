"""Tables in and out: every error at its row and column, all or nothing, and the same file twice changes nothing."""

import base64
import csv
import re
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desks.helpdesk_forms import DeskRow
from desks.imports import TABLES
from desks.models import ClosedDay, HelpDesk, Membership, Staff
from desks.permissions import Role
from desks.tables import MOST_BYTES, FileRefused, read, write
from tests.intake.pages import words
from tests.places import Place

DESKS = "窓口名(日本語),窓口名(英語),郵便番号,住所,電話番号,開く時刻,閉まる時刻\n"


def administrator(place: Place, language: str = "ja") -> Client:
    client = place.client(Role.ADMINISTRATOR)
    client.cookies["language"] = language
    return client


def looked(client: Client, table: str, content: bytes) -> object:
    return client.post(reverse(f"setup:import_{table}"), {"file": SimpleUploadedFile("t.csv", content)})


def read_in(client: Client, table: str, content: bytes) -> object:
    """The dry run, then the button on its page."""
    page = looked(client, table, content).content.decode()
    sent = re.findall(r'name="content" value="([^"]*)"', page)
    assert sent, words_of(page)
    return client.post(reverse(f"setup:import_{table}"), {"content": sent[0]})


def words_of(page: str) -> str:
    return re.sub("<[^>]+>", " ", page)


def taken_out(client: Client, table: str) -> bytes:
    return client.get(reverse(f"setup:export_{table}")).content


def headings(table: str, language: str = "ja") -> list[str]:
    with override(language):
        return [str(field.label) for field in TABLES[table].form.base_fields.values()]


def file(table: str, *rows: list[str], language: str = "ja") -> bytes:
    text = StringIO()
    csv.writer(text).writerows([headings(table, language), *rows])
    return text.getvalue().encode()


def staff_file(*rows: list[str]) -> bytes:
    return file("staff", *rows)


NORTH = ["北窓口", "North", "000-0001", "見本県みほん市北1", "000-000-0000", "8:30", "17:15", "", ""]
HARU = ["haru", "新任", "はる", "本庁窓口", "担当者", "2026-11-01", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_desk_is_read_in_whatever_the_encoding_and_the_headings(
    mihon: Place, encoding: str, language: str
) -> None:
    content = file("desks", NORTH, language=language).decode().encode(encoding)
    client = administrator(mihon)
    page = words(looked(client, "desks", content))
    assert "新しい行 1" in page
    assert not HelpDesk.objects.filter(name="北窓口").exists(), "a dry run changes nothing"
    read_in(client, "desks", content)
    assert HelpDesk.objects.get(name="北窓口").address == "見本県みほん市北1"
    assert "変わるところはありません" in words(looked(client, "desks", content))


def test_the_order_of_the_columns_is_free_and_a_missing_optional_one_changes_nothing(mihon: Place) -> None:
    with mihon.scope():
        HelpDesk.objects.filter(pk=mihon.hall.pk).update(note="1階")
    names, values = (
        headings("desks")[:7],
        ["本庁窓口", "City hall", "0000001", "見本県新1", "000-000-0000", "9:00", "17:00"],
    )
    text = ",".join(reversed(names)) + "\r\n\r\n" + ",".join(reversed(values)) + "\r\n"
    read_in(administrator(mihon), "desks", text.encode())
    mihon.hall.refresh_from_db()
    assert (mihon.hall.address, mihon.hall.note) == ("見本県新1", "1階")


def test_every_wrong_cell_is_said_by_row_and_column_and_nothing_is_read_in(mihon: Place) -> None:
    bad = ["", "x", "12", "a" * 61, "1", "25:00", "8:00", "", ""]
    client = administrator(mihon)
    page = words(looked(client, "desks", file("desks", NORTH, bad, NORTH, [*NORTH[:1], *NORTH[1:], "more"])))
    for said in (
        "3 窓口名(日本語) 入力してください",
        "3 郵便番号",
        "3 開く時刻",
        "4 2行目と重複",
        "5 見出しより多く",
    ):
        assert said in page
    assert 'name="content"' not in page
    assert HelpDesk.objects.count() == 2


def test_one_bad_row_keeps_all_the_others_out_even_when_the_preview_is_skipped(mihon: Place) -> None:
    content = staff_file(HARU, ["natsu", "別", "なつ", "ない窓口", "担当者", "2026-11-01", ""])
    answer = administrator(mihon).post(
        reverse("setup:import_staff"), {"content": base64.b64encode(content).decode()}
    )
    assert "この名前の窓口はありません" in words(answer)
    assert not Staff.objects.filter(username__startswith="haru").exists()


def test_people_are_read_in_with_passwords_shown_once(mihon: Place) -> None:
    client, today = administrator(mihon), timezone.localdate()
    page = read_in(client, "staff", staff_file(HARU)).content.decode()
    password = re.findall(r"<code>([^<]+)</code>", page)[0]
    staff = Staff.objects.get(username="haru@990019")
    assert staff.check_password(password)
    assert staff.must_change_password
    assert Membership.objects.get(staff=staff).role == Role.CLERK
    assert "変わるところはありません" in words(looked(client, "staff", staff_file(HARU)))
    until = (today + timedelta(days=30)).isoformat()
    read_in(client, "staff", staff_file([*HARU[:6], until]))
    assert Membership.objects.get(staff=staff).valid_until.isoformat() == until


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["clerk@990027", *HARU[1:]], "ほかの市区町村のコード"),
        ([*HARU[:4], "王様", *HARU[5:]], "担当者"),
        ([*HARU[:5], "2026-02-31", ""], "日を年から"),
        ([*HARU[:6], "2026-10-01"], "最後の日が最初の日より前"),
        (["administrator", "", "", "本庁窓口", "担当者", "2026-11-01", ""], "氏 入力してください"),
        (
            ["administrator", "設", "", "本庁窓口", "担当者", "2026-11-01", ""],
            "あなたがシステム管理者でなくなります",
        ),
    ],
)
def test_what_does_not_fit_the_people_is_said(mihon: Place, row: list[str], sentence: str) -> None:
    assert sentence in words(looked(administrator(mihon), "staff", staff_file(row)))


def test_days_are_read_in_and_the_calendar_says_what_it_does_not_take(mihon: Place) -> None:
    year, client = timezone.localdate().year + 1, administrator(mihon)
    monday = next(
        day
        for day in (timezone.localdate().replace(year=year, month=6, day=n) for n in range(1, 9))
        if day.weekday() == 0
    )
    sunday = monday - timedelta(days=1)
    page = words(
        looked(client, "days", file("days", ["2020-01-06", "閉庁", "x"], [sunday.isoformat(), "closed", "x"]))
    )
    assert "過ぎた日なので" in page
    assert "3 日" in page
    slashes = f"{monday:%Y/%m/%d}"
    read_in(client, "days", file("days", [slashes, "閉庁", "市制記念日"]))
    assert ClosedDay.objects.get(municipality=mihon.municipality).day == monday
    read_in(client, "days", file("days", [slashes, "closed", "改めた理由"]))
    assert ClosedDay.objects.get(municipality=mihon.municipality).reason == "改めた理由"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_taken_out_changes_nothing_when_read_in(mihon: Place, renshu: Place, language: str) -> None:
    client = administrator(mihon, language)
    with mihon.scope():
        HelpDesk.objects.filter(pk=mihon.hall.pk).update(
            name="=SUM(A1)",
            note="'@x",
            note_en="+1F",
            phone="+810000000000",
            name_en='"quoted", and',
        )
        ClosedDay.objects.create(municipality=mihon.municipality, day="2020-01-06", reason="＝1+1")
        type(mihon.administrator.staff).objects.filter(username__endswith="@990019").update(last_name="-名")
    for table in TABLES:
        content = taken_out(client, table)
        assert "renshu" not in content.decode()
        assert "990027" not in content.decode()
        page = looked(client, table, content).content.decode()
        assert ("変わるところはありません" if language == "ja" else "nothing would change") in page, words_of(
            page
        )


def test_nothing_that_is_taken_out_is_run_by_a_spreadsheet(mihon: Place) -> None:
    for formula in ("=1+1", "+1", "-1", "@x", "＝1", "\t=1"):
        with mihon.scope():
            HelpDesk.objects.filter(pk=mihon.hall.pk).update(note=formula)
        cells = next(
            row
            for row in csv.reader(StringIO(taken_out(administrator(mihon), "desks").decode("utf-8-sig")))
            if row[0] == "本庁窓口"
        )
        assert cells[-2] == f"'{formula}"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "何もありません"),
        (DESKS.encode(), "何もありません"),
        (b"\xff\xfe\x00\x81", "文字を読めません"),
        (b"x" * (MOST_BYTES + 1), "ファイルが大きすぎます"),
        (DESKS.encode() + b"a\n" * 1001, "行が多すぎます"),
        (b'"open', "CSVファイルではありません"),
        (b"PK\x03\x04\x00\x00,\n1", "この見出しの列はありません"),
        ((DESKS.strip() + ",住所\n1").encode(), "同じ見出しが2つ"),
        ("窓口名(日本語)\n1".encode(), "この列がありません"),
    ],
    ids=range(9),
)
def test_a_file_that_is_no_table_is_said(mihon: Place, content: bytes, sentence: str) -> None:
    answer = looked(administrator(mihon), "desks", content)
    assert answer.status_code == 200
    assert sentence in words(answer)


@pytest.mark.parametrize("answers", [{}, {"content": "%%%"}, {"content": ""}, {"content": "あ"}])
def test_a_page_that_was_tampered_with_asks_for_the_file_again(mihon: Place, answers: dict[str, str]) -> None:
    answer = administrator(mihon).post(reverse("setup:import_desks"), answers)
    assert answer.status_code == 200
    assert "もう一度ご確認ください" in words(answer)


CELLS = st.text(max_size=12) | st.sampled_from(
    ["2026-11-24", "R8.1.1", "担当者", "閉庁", "clerk", "8:30", "'=1", "\ud800"]
)


FILES = st.binary(max_size=300) | st.lists(st.lists(CELLS, max_size=10), max_size=6).map(
    lambda rows: "\n".join(map(",".join, rows)).encode("utf-8", "surrogatepass")
)


@given(st.booleans(), FILES)
@settings(max_examples=300)
def test_no_bytes_break_the_reader(with_headings: bool, content: bytes) -> None:
    first = ",".join(headings("desks")).encode() + b"\n" if with_headings else b""
    with suppress(FileRefused):
        read(first + content, DeskRow)


@pytest.fixture
def signed_in(mihon: Place) -> Client:
    return administrator(mihon)


@given(st.sampled_from(sorted(TABLES)), st.booleans(), FILES)
@example("desks", False, b"\xef\xbb\xbf")
@settings(max_examples=75, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_is_more_than_refused(
    signed_in: Client, table: str, with_headings: bool, content: bytes
) -> None:
    first = ",".join(headings(table)).encode() + b"\n" if with_headings else b""
    assert looked(signed_in, table, first + content).status_code == 200


@given(
    st.lists(
        st.text(
            st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Co", "Cn"]),
            min_size=1,
            max_size=20,
        ),
        min_size=1,
        max_size=5,
        unique=True,
    )
)
def test_any_name_is_read_back_as_it_was_written(names: list[str]) -> None:
    rows = [dict(zip(DeskRow.base_fields, NORTH, strict=True)) | {"name": name} for name in names]
    try:
        good, problems = read(write(DeskRow, rows), DeskRow)
    except FileRefused as refusal:
        pytest.fail(refusal.problem.name)
    assert [row.values["name"] for row in good] == names, problems
