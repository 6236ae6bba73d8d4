"""The order and the grouping of the application form. What only some designations ask is shown with them (desk.css)."""

from typing import Any

from crispy_forms.layout import Div, Field, Fieldset, Layout, LayoutObject
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from eligibility.events import DesignationEvent as E


class Folded(LayoutObject):  # type: ignore[misc]
    """Fields behind a summary that opens by itself when one of them is filled in or wrong."""

    template = "intake/folded.html"

    def __init__(self, summary: Any, *fields: Any) -> None:
        self.summary = summary
        self.fields = list(fields)

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        names = [pointer.name for pointer in self.get_field_names()]
        wanted = any(form[name].errors or (form.is_bound and form[name].data) for name in names)
        drawn = self.get_rendered_fields(form, context, **kwargs)
        return render_to_string(self.template, {"summary": self.summary, "fields": drawn, "open": wanted})


class Scanned(LayoutObject):  # type: ignore[misc]
    """The box for a slip's code, with the button that Enter presses: the first of the form, and it only reads."""

    template = "intake/scan.html"

    def __init__(self, field: str) -> None:
        self.fields = [field]

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        return render_to_string(self.template, {"fields": self.get_rendered_fields(form, context, **kwargs)})


def entry_layout() -> Layout:
    """A new one for each form: labels are drawn in the language of the request."""
    return Layout(
        "key",
        "slip_read",
        Scanned("slip"),
        _what_happened(),
        Fieldset(
            _("Applicant"),
            Div("name", "kana", css_class="row"),
            Div("birth_date", "sex", css_class="row"),
            Div(Field("phone"), "is_ward", css_class="row"),
        ),
        Fieldset(_("Registered address"), "registered", Field("postcode", css_class="w-7"), "address"),
        Folded(
            _("Legal representative: under 15 or under guardianship"),
            Div("representative_relation", "representative_name", "representative_phone", css_class="row"),
            Div(Field("representative_postcode", css_class="w-7"), "representative_address", css_class="row"),
            "representative_papers",
            *_papers("representative"),
        ),
        Fieldset(_("Identity papers shown"), *_papers("applicant"), "inquiry_letter"),
        Fieldset(
            _("Card and delivery"),
            "certificates",
            Div("face_authentication", "braille", "kept_character", css_class="row"),
            Div("deliver_to", "language", css_class="row"),
            "support_measures",
        ),
        Folded(_("Papers still missing"), "missing"),
        Folded(
            _("Where the rules leave it to the desk"),
            "prevented",
            "exception_reason",
            Div("fee_choice", "fee_reason", css_class="row"),
        ),
    )


def _what_happened() -> Fieldset:
    return Fieldset(
        _("What happened"),
        "event",
        Div(_only("lost_cause", E.LOST), _only("damage_cause", E.DAMAGE)),
        Div(_only("foreign_trigger", E.FOREIGN), _only("number_trigger", E.NUMBER_CHANGE)),
        _only("occurred_on", *(event for event in E if event is not E.INFANT)),
        Div(
            _only("with_birth_notification", E.INFANT),
            _only("police_number", E.LOST),
            _only("disaster_certificate", E.LOST, E.DAMAGE),
            _only("later_notice", E.OVERSEAS),
            _only("had_card_before", E.INFANT, E.OVERSEAS, E.NEW_ENTRY),
            _only("old_card_shown", E.OVERSEAS),
            _only("card_received_since", *E),
            css_class="row",
        ),
        "evidence",
    )


def correction_layout() -> Layout:
    """What can be corrected later, and why it is."""
    return Layout(
        "version",
        "shown",
        _what_happened(),
        Fieldset(
            _("Applicant"),
            Div("name", "kana", css_class="row"),
            Div("birth_date", "sex", css_class="row"),
            Div(Field("phone"), "is_ward", css_class="row"),
        ),
        Fieldset(_("Registered address"), "registered", Field("postcode", css_class="w-7"), "address"),
        Fieldset(
            _("Card and delivery"),
            "certificates",
            Div("face_authentication", "braille", "kept_character", css_class="row"),
            Div("deliver_to", "language", css_class="row"),
            "support_measures",
        ),
        Folded(_("Late, or identity by letter"), "prevented", "inquiry_letter"),
        Fieldset(_("Why it is corrected"), "reason"),
    )


def asking_layout() -> Layout:
    """The question for another day: the facts, then what to compare."""
    return Layout(
        Fieldset(
            _("Facts"),
            "event",
            Div(_only("lost_cause", E.LOST), _only("damage_cause", E.DAMAGE)),
            Div(_only("foreign_trigger", E.FOREIGN), _only("number_trigger", E.NUMBER_CHANGE)),
            _only("day_answer", *E),
            _only("occurred_on", *(event for event in E if event is not E.INFANT)),
            Div(
                _only("with_birth_notification", E.INFANT),
                _only("police_number", E.LOST),
                _only("disaster_certificate", E.LOST, E.DAMAGE),
                _only("first_notice", E.OVERSEAS),
                _only("had_card_before", E.INFANT, E.OVERSEAS, E.NEW_ENTRY),
                _only("old_card_shown", E.OVERSEAS),
                _only("card_received_since", *E),
                _only("prevented", *E),
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
        Folded(_("More identity papers"), *_papers("applicant"), *_papers("representative")),
        Fieldset(
            _("Where the rules leave it to the desk"),
            Div("fee_choice", "fee_reason", css_class="row"),
            "exception_reason",
        ),
    )


def _only(name: str, *events: E) -> Field:
    """Shown for these designations; without style sheets, always."""
    return Field(name, wrapper_class=" ".join(["only", *(f"only-{event}" for event in events)]))


def _papers(person: str) -> list[Div]:
    return [
        Div(
            f"{person}_{number}_kind",
            f"{person}_{number}_issuer",
            f"{person}_{number}_until",
            css_class="papers",
        )
        for number in (1, 2)
    ]
