"""What municipalities have published, held against the sentences of their pages: fact, day, answer."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils.translation import override

from desks.places import with_code
from eligibility.answer import answer
from eligibility.documents import IdentityKind, identity_suffices
from eligibility.events import Cause, DesignationEvent, Facts, YesNo
from eligibility.plain import NotPlain
from eligibility.practice import NATIONAL, FeeChoice, IdentityPair
from eligibility.presets import PRESETS, read
from eligibility.reasons import DeskAction, Verdict
from tests.eligibility.cases import CALENDAR

JUNE = date(2026, 6, 1)
#: Start + 29 and start + 30, a Tuesday and a Wednesday.
THE_30TH, THE_1ST = date(2026, 6, 30), date(2026, 7, 1)
DAY_1 = {"SUZAKA", "KAKOGAWA"}
LOST = Facts(event=DesignationEvent.LOST, occurred_on=JUNE, cause=Cause.AT_HOME)
STOLEN = Facts(event=DesignationEvent.LOST, occurred_on=JUNE, cause=Cause.STOLEN, police_number=YesNo.YES)
RETURNED = Facts(
    event=DesignationEvent.OVERSEAS,
    occurred_on=JUNE,
    first_notice=YesNo.YES,
    had_card_before=YesNo.YES,
    old_card_shown=YesNo.NO,
)
OWN_FAULT = Facts(event=DesignationEvent.DAMAGE, occurred_on=JUNE, cause=Cause.OWN_FAULT)
RENUMBERED = Facts(event=DesignationEvent.NUMBER_CHANGE, occurred_on=JUNE)
BABY = Facts(event=DesignationEvent.INFANT, birth_date=JUNE)
BIRTH = Facts(event=DesignationEvent.INFANT, birth_date=JUNE, with_birth_notification=True)


def asked(name: str, facts: Facts, on: date = JUNE) -> object:
    return answer(facts, on=on, practice=PRESETS[name].practice, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("name", "on", "verdict"),
    [
        ("NATIONAL", THE_30TH, Verdict.ELIGIBLE),
        ("NATIONAL", THE_1ST, Verdict.ELIGIBLE),
        ("NATIONAL", THE_1ST + timedelta(days=1), Verdict.NOT_ELIGIBLE),
        ("SUZAKA", THE_30TH - timedelta(days=1), Verdict.ELIGIBLE),
        ("SUZAKA", THE_30TH, Verdict.ELIGIBLE),
        ("SUZAKA", THE_1ST, Verdict.NOT_ELIGIBLE),
        ("KAKOGAWA", THE_30TH - timedelta(days=1), Verdict.ELIGIBLE),
        ("KAKOGAWA", THE_30TH, Verdict.ELIGIBLE),
        ("KAKOGAWA", THE_1ST, Verdict.NOT_ELIGIBLE),
        ("MITAKE", THE_1ST, Verdict.ELIGIBLE),
        ("MITAKE", THE_1ST + timedelta(days=1), Verdict.NOT_ELIGIBLE),
    ],
)
def test_the_start_day_is_day_1_in_suzaka_and_kakogawa(name: str, on: date, verdict: Verdict) -> None:
    assert asked(name, LOST, on).assessment.verdict is verdict


@pytest.mark.parametrize("name", PRESETS)
def test_no_page_says_that_a_closed_last_day_ends_it(name: str) -> None:
    """Nobody publishes a rule for it, so the default holds everywhere: day 30 is a Sunday, day 31 a Monday."""
    lost = Facts(event=DesignationEvent.LOST, occurred_on=date(2026, 6, 6 if name in DAY_1 else 5))
    assert asked(name, lost, date(2026, 7, 1)).assessment.window.closes_on == date(2026, 7, 6)


@pytest.mark.parametrize("name", ["NATIONAL", "SUZAKA", "ASAHIKAWA"])
@pytest.mark.parametrize(
    ("on", "verdict"),
    [
        (date(2027, 5, 30), Verdict.ELIGIBLE),
        (date(2027, 5, 31), Verdict.ELIGIBLE),
        (date(2027, 6, 1), Verdict.NOT_ELIGIBLE),
    ],
)
def test_infants_are_accepted_until_the_day_before_the_birthday(
    name: str, on: date, verdict: Verdict
) -> None:
    # A Sunday and a Monday: until the Monday the window is open, on the Sunday nobody is there.
    found = asked(name, BABY, on).assessment
    assert found.verdict is verdict
    assert found.window.closes_on == date(2027, 5, 31)


@pytest.mark.parametrize(
    ("name", "facts", "amount"),
    [
        ("NATIONAL", STOLEN, None),
        ("KAKOGAWA", STOLEN, 0),
        ("NATIONAL", RETURNED, None),
        ("KAKOGAWA", RETURNED, 2000),
        ("MITAKE", RETURNED, 2000),
        ("MITAKE", OWN_FAULT, 2000),
        ("NATIONAL", RENUMBERED, 0),
        ("SUZAKA", RENUMBERED, None),
    ],
    ids=lambda value: str(value) if isinstance(value, str | int) else "",
)
def test_fees(name: str, facts: Facts, amount: int | None) -> None:
    """None: the clerk decides, with a reason."""
    assert asked(name, facts).desk_fee.amount == amount


def test_kakogawa_frees_theft_only_with_the_polices_number() -> None:
    unnumbered = Facts(
        event=DesignationEvent.LOST, occurred_on=JUNE, cause=Cause.STOLEN, police_number=YesNo.NO
    )
    assert asked("KAKOGAWA", unnumbered).desk_fee.amount == 2000


def test_suzaka_waits_for_the_polices_number_of_a_loss_outside() -> None:
    outside = Facts(
        event=DesignationEvent.LOST, occurred_on=JUNE, cause=Cause.OUTSIDE, police_number=YesNo.NO
    )
    assert asked("SUZAKA", outside).assessment.desk_action is DeskAction.PENDING


@pytest.mark.parametrize(
    ("name", "facts", "person", "pairs"),
    [
        ("ASAHIKAWA", BABY, "applicant", {IdentityPair.A_B, IdentityPair.B_B}),
        ("ASAHIKAWA", BABY, "representative", {IdentityPair.A_A, IdentityPair.A_B}),
        ("FUJIMINO", LOST, "applicant", {IdentityPair.A_B}),
        ("INA", BIRTH, "representative", set()),
        ("NATIONAL", BIRTH, "representative", {IdentityPair.A_A, IdentityPair.A_B}),
    ],
)
def test_papers(name: str, facts: Facts, person: str, pairs: set[IdentityPair]) -> None:
    assert getattr(asked(name, facts).documents, f"{person}_papers") == pairs


def test_in_asahikawa_a_baby_needs_no_photo_paper() -> None:
    """The Maternal and Child Health Handbook and a health-insurance paper are two of B."""
    shown = [IdentityKind.MATERNAL_AND_CHILD_HANDBOOK, IdentityKind.HEALTH_INSURANCE]
    assert identity_suffices(shown, asked("ASAHIKAWA", BABY).documents.applicant_papers)


def test_each_preset_is_a_municipality_and_each_value_has_its_page() -> None:
    with override("ja"):
        names = {preset.name: str(with_code(preset.code)) for preset in PRESETS.values() if preset.code}
    assert names == {
        "SUZAKA": "長野県須坂市",
        "KAKOGAWA": "兵庫県加古川市",
        "MITAKE": "岐阜県可児郡御嵩町",
        "ASAHIKAWA": "北海道旭川市",
        "FUJIMINO": "埼玉県ふじみ野市",
        "INA": "長野県伊那市",
    }
    assert PRESETS["NATIONAL"].practice == NATIONAL
    for preset in PRESETS.values():
        assert preset.pages
        assert all(page.startswith("https://") for page in preset.pages)
        said = {name for name, default in vars(NATIONAL).items() if getattr(preset.practice, name) != default}
        assert said <= preset.sources.keys(), f"{preset.name} differs without a source"
        assert all(preset.sources.values())


@pytest.mark.parametrize(
    ("toml", "refused"),
    [
        ('[X]\nroll = { value = true, pages = ["p"] }\n[pages]\np = "https://p"', NotPlain),
        ('[X]\ndefect = { value = "OFTEN", pages = ["p"] }\n[pages]\np = "https://p"', NotPlain),
        ('[X]\ndefect = { value = "FREE", pages = ["q"] }\n[pages]\np = "https://p"', KeyError),
        ('[X]\ndefect = { value = "FREE" }\n[pages]\np = "https://p"', KeyError),
    ],
)
def test_a_setting_that_is_misspelt_or_has_no_page_is_refused(
    tmp_path: Path, toml: str, refused: type[Exception]
) -> None:
    (tmp_path / "presets.toml").write_text(toml)
    with pytest.raises(refused):
        read(tmp_path / "presets.toml")


def test_what_reads_right_is_read(tmp_path: Path) -> None:
    toml = '[X]\ncode = "012041"\ndefect = { value = "CHARGED", pages = ["p"] }\n[pages]\np = "https://p"'
    (tmp_path / "presets.toml").write_text(toml)
    preset = read(tmp_path / "presets.toml")["X"]
    assert (preset.practice.defect, preset.pages, preset.code) == (
        FeeChoice.CHARGED,
        ("https://p",),
        "012041",
    )
