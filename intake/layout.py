"""The order and the grouping of the desk's forms. What only some designations ask is shown with them (desk.css)."""

from crispy_forms.layout import Div, Fieldset, Layout
from django.utils.translation import gettext_lazy as _

from eligibility.events import DesignationEvent as E
from intake.layout_parts import Folded, Scanned, only, paper_rows
from intake.sections.again import again_fields
from intake.sections.applicant import applicant_fieldset
from intake.sections.card import card_fieldset
from intake.sections.event import event_fieldset
from intake.sections.people import agent_fieldset, proof_row, representative_fieldset
from intake.sections.place import place_fieldset
from intake.sections.support import support_fieldset


def entry_layout() -> Layout:
    """A new one for each form: labels are drawn in the language of the request."""
    return Layout(
        "key",
        "slip_read",
        Scanned("slip"),
        event_fieldset(),
        applicant_fieldset(),
        place_fieldset(),
        representative_fieldset(),
        agent_fieldset(),
        Fieldset(_("Identity papers shown"), *paper_rows("applicant"), "inquiry_letter"),
        card_fieldset(),
        support_fieldset(),
        Folded(_("Papers still missing"), "missing"),
        again_fields(),
        Folded(
            _("Where the rules leave it to the desk"),
            "prevented",
            "exception_reason",
            "exception_evidence",
            Div("fee_choice", "fee_reason", css_class="row"),
        ),
    )


def correction_layout() -> Layout:
    """What can be corrected later, and why it is."""
    return Layout(
        "version",
        "shown",
        event_fieldset(),
        applicant_fieldset(),
        place_fieldset(),
        card_fieldset(),
        support_fieldset(),
        Folded(_("Late, or identity by letter"), "prevented", "inquiry_letter"),
        Fieldset(_("Why it is corrected"), "reason"),
    )


def asking_layout() -> Layout:
    """The question for another day: the facts, then what to compare."""
    return Layout(
        Fieldset(
            _("Facts"),
            "event",
            Div(only("lost_cause", E.LOST), only("damage_cause", E.DAMAGE)),
            Div(only("foreign_trigger", E.FOREIGN), only("number_trigger", E.NUMBER_CHANGE)),
            only("day_answer", *E),
            only("occurred_on", *(event for event in E if event is not E.INFANT)),
            Div(
                only("with_birth_notification", E.INFANT),
                only("police_number", E.LOST),
                only("disaster_certificate", E.LOST, E.DAMAGE),
                only("first_notice", E.OVERSEAS),
                only("had_card_before", E.INFANT, E.OVERSEAS, E.NEW_ENTRY),
                only("old_card_shown", E.OVERSEAS),
                only("card_received_since", *E),
                only("prevented", *E),
                css_class="row",
            ),
            Div("birth_date", "age_band", css_class="row"),
            "is_ward",
            "desk",
            "certificates",
        ),
        Folded(_("What takes longer"), "face_authentication", "kept_character", "inquiry_letter"),
        Folded(_("Papers still missing"), "first_visit_on", "missing"),
        Fieldset(
            _("Days and practices"),
            Div("left_on", "left_practice", css_class="row"),
            Div("right_on", "right_practice", css_class="row"),
        ),
    )


def completion_layout() -> Layout:
    """What is added when the last paper comes."""
    return Layout(
        "version",
        Folded(_("More papers"), *paper_rows("applicant"), proof_row(), *paper_rows("representative")),
        Folded(
            _("Where the rules leave it to the desk"),
            Div("fee_choice", "fee_reason", css_class="row"),
            "evidence",
            "exception_reason",
        ),
    )
