"""What stands beside the form and on the record: sections, checklist, the next of a household, the terminal, keys."""

import re
from pathlib import Path

from desks.models import AuditEntry
from eligibility.events import DesignationEvent
from tests.intake.entries import entry, submitted
from tests.intake.pages import typed, words
from tests.places import Place

PANEL = "/desk/new/panel/"
BABY = DesignationEvent.INFANT
ROOT = Path(__file__).parents[2]


def jumps(page: str) -> dict[str, str]:
    """The links to the sections: key and where it leads."""
    return {key: anchor for anchor, key in re.findall(r'<a href="#(\w+)" accesskey="(\d)">', page)}


def test_each_section_leads_to_what_it_lacks(mihon: Place) -> None:
    client = mihon.client()
    empty = jumps(client.get("/desk/new/").content.decode())
    assert (empty["1"], empty["2"], empty["3"]) == ("id_event", "id_name", "id_registered_0")
    assert "4" not in empty, "nobody represents an adult"
    panel = client.post(PANEL, typed(sex=None, kana="", address="", occurred_on_day=""))
    links = jumps(panel.content.decode())
    assert (links["1"], links["2"], links["3"]) == ("id_occurred_on_0", "id_sex_0", "id_address")
    assert "2 申請者 性別" in words(panel)
    assert "破損の原因" not in words(panel)


def test_the_checklist_says_what_is_needed_and_what_is_missing(mihon: Place) -> None:
    page = words(mihon.client().post(PANEL, typed(missing=["PHOTO"])))
    needed = page.partition("必要なもの ")[2].partition(" 必要な本人確認書類")[0]
    assert "写真" in needed
    assert needed.count("不足") == 1


def text_fields(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="(?:text|tel)" name="(\w+)"(?: value="([^"]*)")?', html))


def test_the_next_person_of_a_household_starts_with_the_address_and_nobodys_name(mihon: Place) -> None:
    given = entry(BABY, evidence="戸籍で確認した")
    with mihon.scope():
        row = submitted(mihon, given)
    html = mihon.client().get(f"/desk/applications/{row.uid}/next/").content.decode()
    fields = text_fields(html)
    assert fields["address"] == "見本県みほん市見本町1-2-3"
    assert fields["postcode"] == "000-0001"
    assert fields["representative_name"] == "見本 花子"
    for name in ("name", "kana", "phone", "birth_date_year", "evidence", "applicant_1_issuer"):
        assert fields[name] == "", name
    assert "見本 太郎" not in html
    assert str(row.idempotency_key) not in html
    chosen = re.findall(r"<option[^>]* selected[^>]*>([^<]*)", html)
    assert not {"マイナンバーカード", "運転免許証"} & set(chosen)


def test_support_measures_go_along_and_what_they_hide_does_not(mihon: Place) -> None:
    with mihon.scope():
        row = submitted(mihon, entry(BABY, support_measures=True, to_desk=True))
    client = mihon.client()
    html = client.get(f"/desk/applications/{row.uid}/next/").content.decode()
    assert re.search('name="support_measures"[^>]* checked', html)
    assert text_fields(html)["representative_name"] == "見本 花子"
    copied = f"/desk/applications/{row.uid}/copy/"
    for page in (html, client.get(copied).content.decode()):
        for secret in ("見本町1-2-3", "0000001", "000-1234-5678"):
            assert secret not in page
    shown = client.post(copied).content.decode()
    assert "見本町1-2-3" in shown
    with mihon.scope():
        looks = AuditEntry.objects.filter(action="desk:copy", subject=row.uid).values_list(
            "method", flat=True
        )
        assert sorted(looks) == ["GET", "POST"]


def test_the_copy_view_has_one_order(mihon: Place) -> None:
    with mihon.scope():
        row = submitted(mihon, entry(BABY))
    page = mihon.client().get(f"/desk/applications/{row.uid}/copy/").content.decode()
    assert re.findall(r'readonly lang="ja" value="([^"]*)"', page) == [
        "ミホン タロウ",
        "見本 太郎",
        "20261121",
        "男",
        "000-1234-5678",
        "0000001",
        "見本県みほん市見本町1-2-3",
        "1歳未満のお子さまの初めてのカード",
        "利用者証明用電子証明書",
        "見本 花子",
        "親権者",
    ]
    assert re.findall('data-key="([^"]*)"', page) == list("123456789")


def test_every_key_is_told_once_and_in_the_guide() -> None:
    used = set()
    for file in (ROOT / "templates").rglob("*.html"):
        used |= set(re.findall(r'accesskey="(\w)"', file.read_text()))
    told = re.findall(r"<dt><kbd>([A-Z])</kbd></dt>", (ROOT / "templates/parts/keys.html").read_text())
    guide = re.findall(r"^\| `([A-Z])` \|", (ROOT / "docs/keys.md").read_text(), re.MULTILINE)
    assert sorted(told) == sorted(guide) == sorted(key.upper() for key in used)
