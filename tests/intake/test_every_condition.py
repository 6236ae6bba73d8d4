"""Every condition that decides can be entered at the desk, and the panel says what would change the answer."""

import pytest

from eligibility.events import DesignationEvent, Trigger, YesNo
from intake.models import Application
from tests.eligibility.resident import Resident
from tests.intake.pages import boxes, days_ago, typed, words
from tests.places import Place

NEW, PANEL = "/desk/new/", "/desk/new/panel/"
NOT_ELIGIBLE = "対象外"


def panel(place: Place, **more: object) -> str:
    return words(place.client().post(PANEL, typed(**more)))


@pytest.mark.parametrize(
    ("event", "field", "trigger"),
    [
        (DesignationEvent.FOREIGN, "foreign_trigger", Trigger.BECAME_RESIDENT),
        (DesignationEvent.NUMBER_CHANGE, "number_trigger", Trigger.PUBLIC_NOTICE),
    ],
)
def test_what_the_day_is_the_day_of_is_stored_and_told(
    mihon: Place, event: DesignationEvent, field: str, trigger: Trigger
) -> None:
    page = words(mihon.client().post(NEW, typed(event=event, **{field: trigger}), follow=True))
    with mihon.scope():
        assert Application.objects.get().law_facts.trigger is trigger
    told = {
        Trigger.BECAME_RESIDENT: "中長期在留者等になった届出をした日",
        Trigger.PUBLIC_NOTICE: "公示された日",
    }
    assert told[trigger] in page


def test_a_trigger_of_another_reason_is_left_aside(mihon: Place) -> None:
    response = mihon.client().post(NEW, typed(event="FOREIGN", number_trigger="PUBLIC_NOTICE"))
    assert response.status_code == 302


def test_a_later_moving_in_notice_is_not_covered(mihon: Place) -> None:
    assert NOT_ELIGIBLE not in panel(mihon, event="OVERSEAS")
    assert NOT_ELIGIBLE in panel(mihon, event="OVERSEAS", later_notice="on")
    assert NOT_ELIGIBLE not in panel(mihon, event="LOST", later_notice="on")


def test_the_first_notice_is_stored(mihon: Place) -> None:
    mihon.client().post(NEW, typed(event="OVERSEAS"))
    with mihon.scope():
        assert Application.objects.get().law_facts.first_notice is YesNo.YES


@pytest.mark.parametrize("event", DesignationEvent)
def test_a_card_received_since_excludes_every_designation(mihon: Place, event: DesignationEvent) -> None:
    born = {} if event is not DesignationEvent.INFANT else boxes("birth_date", days_ago(20))
    case = {"event": event, "damage_cause": "DEFECT", **born}
    assert NOT_ELIGIBLE not in panel(mihon, **case)
    assert NOT_ELIGIBLE in panel(mihon, **case, card_received_since="on")


# -- Reasons and nearest changes beside the form -------------------------------------------------------------


def test_the_panel_says_what_would_change_it(mihon: Place) -> None:
    text = panel(mihon, lost_cause="OUTSIDE")
    assert "電子証明書なしなら、1,800円" in text
    assert "警察の受理番号があれば、その場で受付" in text
    assert "電子証明書なしなら" not in panel(mihon, certificates=[])


def test_the_panel_names_source_rule_and_row(mihon: Place) -> None:
    text = panel(mihon)
    for name in ("too_late", "application_days 2024-12-02", "desk_action", "取扱い:2024年12月2日"):
        assert name in text


def test_the_panel_reads_in_english(mihon: Place) -> None:
    client = mihon.client()
    client.cookies["language"] = "en"
    text = words(client.post(PANEL, typed(lost_cause="OUTSIDE")))
    assert "With the number of the police report: accepted at the desk" in text


# -- What a resident reads -----------------------------------------------------------------------------------

LOST_OUTSIDE = ("105-0011", "LOST_OR_DAMAGED", "LOST", days_ago(3), "NO", "OUTSIDE")


@pytest.mark.django_db
def test_a_resident_reads_what_would_change_it() -> None:
    text = Resident().answer(*LOST_OUTSIDE, "NO", "OF_AGE", "OTHER", "BOTH").text
    assert text.count("結果が変わる場合") == 1
    assert "住民票のある市区町村の窓口なら、書類がそろうまで窓口で預かり" in text


@pytest.mark.django_db
def test_in_english_too() -> None:
    text = Resident("en").answer(*LOST_OUTSIDE, "NO", "OF_AGE", "OWN", "BOTH").text
    assert "What would change this" in text
    assert "With the number of the police report: accepted at the desk" in text


@pytest.mark.django_db
def test_what_the_fee_line_says_is_not_said_again() -> None:
    text = Resident().answer(*LOST_OUTSIDE, "YES", "OF_AGE", "OWN", "BOTH").text
    assert "電子証明書が不要なら1,800円" in text
    assert "電子証明書なしなら" not in text
    assert "結果が変わる場合" not in text
