"""What happened: the designation, its day, and what was shown for it."""

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from desks.dates import DateBoxes
from desks.fields import Choice
from eligibility.events import DesignationEvent
from intake.entry_fields import evidence_field, tick_field
from intake.event_fields import DESIGNATIONS, cause_field, trigger_field
from intake.layout_parts import only


class EventFields(forms.Form):
    """What only some designations ask is shown with them (desk.css)."""

    event = Choice(choices=DESIGNATIONS, label=_("Reason for express issuance"))
    with_birth_notification = tick_field(_("Brought together with the birth notification"))
    lost_cause = cause_field(DesignationEvent.LOST, _("How it was lost"))
    damage_cause = cause_field(DesignationEvent.DAMAGE, _("How it was damaged"))
    foreign_trigger = trigger_field(DesignationEvent.FOREIGN)
    number_trigger = trigger_field(DesignationEvent.NUMBER_CHANGE)
    occurred_on = DateBoxes(label=_("The day that counts"))
    later_notice = tick_field(_("Not the first moving-in notice after arriving in Japan"))
    police_number = tick_field(_("The police's number was shown"))
    disaster_certificate = tick_field(_("A disaster certificate was shown"))
    had_card_before = tick_field(_("A card was issued before"))
    old_card_shown = tick_field(_("The old card was shown or handed in"))
    card_received_since = tick_field(_("A card was issued after that day already"))
    evidence = evidence_field()


def event_fieldset() -> Fieldset:
    """What happened."""
    return Fieldset(
        _("What happened"),
        "event",
        Div(only("lost_cause", DesignationEvent.LOST), only("damage_cause", DesignationEvent.DAMAGE)),
        Div(
            only("foreign_trigger", DesignationEvent.FOREIGN),
            only("number_trigger", DesignationEvent.NUMBER_CHANGE),
        ),
        only("occurred_on", *(event for event in DesignationEvent if event is not DesignationEvent.INFANT)),
        Div(
            only("with_birth_notification", DesignationEvent.INFANT),
            only("police_number", DesignationEvent.LOST),
            only("disaster_certificate", DesignationEvent.LOST, DesignationEvent.DAMAGE),
            only("later_notice", DesignationEvent.OVERSEAS),
            only(
                "had_card_before",
                DesignationEvent.INFANT,
                DesignationEvent.OVERSEAS,
                DesignationEvent.NEW_ENTRY,
            ),
            only("old_card_shown", DesignationEvent.OVERSEAS),
            only("card_received_since", *DesignationEvent),
            css_class="row",
        ),
        "evidence",
    )
