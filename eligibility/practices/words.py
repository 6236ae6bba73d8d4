"""Every setting of a practice in words: what is asked, what it means, and what each value says.

One table for the administrator's pages, the comparison page and the published JSON schema.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from eligibility.practice import BirthCheck, FeeChoice, OtherDesk, Practice
from eligibility.words import IDENTITY_PAIRS


class Section(NamedTuple):
    """Settings that are asked together; `fields` are names of `Practice`."""

    title: str | Promise
    fields: tuple[str, ...]


#: Every field of `Practice` stands in one of them, in the order that people read.
SECTIONS = (
    Section(_("Counting the days"), ("first_day_counted", "roll_forward")),
    Section(_("Infants"), ("infant_thirty_days_binding",)),
    Section(
        _("Fees at the desk"),
        (
            "own_fault_damage",
            "damage_of_unknown_cause",
            "defect",
            "disaster",
            "theft_with_police_number",
            "returnee_without_old_card",
            "number_change",
        ),
    ),
    Section(
        _("Papers to show"),
        (
            "applicant_papers",
            "infant_papers",
            "representative_papers",
            "birth_notification_check",
            "police_number_outside_home",
        ),
    ),
    Section(_("People registered elsewhere"), ("other_desk", "other_desk_extra_days")),
    Section(_("Delivery target"), ("target_days", "chase_after_days")),
    Section(_("The photo"), ("photo_second_check",)),
)

PRACTICE_QUESTIONS: dict[str, Promise] = {
    "first_day_counted": _("Which day is day 1 of the 30 days?"),
    "roll_forward": _("The last day is a closed day: what then?"),
    "infant_thirty_days_binding": _("Until when is an infant accepted?"),
    "own_fault_damage": _("Damaged by the holder's own fault"),
    "damage_of_unknown_cause": _("Damaged, and nobody knows how"),
    "defect": _("Stopped working by itself"),
    "disaster": _("Lost or damaged in a disaster or fire, with the certificate"),
    "theft_with_police_number": _("Stolen, with the number of the police report"),
    "returnee_without_old_card": _("Back from abroad, and the earlier card is not shown"),
    "number_change": _("The number or resident record code was changed"),
    "applicant_papers": _("What does the person the card is for show?"),
    "infant_papers": _("What is shown for a child under one?"),
    "representative_papers": _("What does the legal representative show?"),
    "birth_notification_check": _("With a birth notification, whose identity is checked?"),
    "police_number_outside_home": _("Lost outside the home or stolen: is the police number needed?"),
    "other_desk": _("What do our desks do?"),
    "other_desk_extra_days": _("How many more days may it take?"),
    "target_days": _("How many days after the application is the target day?"),
    "chase_after_days": _("After how many days is a delivery without a target day looked into?"),
    "photo_second_check": _("Does a second member of staff check each photo?"),
}

PRACTICE_MEANINGS: dict[str, Promise] = {
    "first_day_counted": _(
        "Whether the start day itself is day 1 of the 30 days. Under Civil Code Art. 140 the next day is."
    ),
    "roll_forward": _(
        "Whether a period that ends on a closed day ends on the next open day instead. "
        "No source settles it: it is the municipality's policy."
    ),
    "infant_thirty_days_binding": _(
        "Whether the 30 days of the national English page bind infants too. "
        "Most municipalities accept infants until the day before the first birthday."
    ),
    "own_fault_damage": _("The fee for a card that was damaged by its holder's own fault."),
    "damage_of_unknown_cause": _("The fee for a damaged card when the cause is not known."),
    "defect": _("The fee for a card that stopped working by itself."),
    "disaster": _(
        "The fee for a card lost or damaged in a disaster or fire. It is free only with the disaster certificate."
    ),
    "theft_with_police_number": _(
        "The fee for a stolen card. It is free only with the number of the police report."
    ),
    "returnee_without_old_card": _(
        "The fee for somebody who comes from abroad, had a card before and does not show it."
    ),
    "number_change": _(
        "The fee for a card that became invalid because the number or the resident record code changed."
    ),
    "applicant_papers": _(
        "The identity papers that suffice for the person the card is for. "
        "A has a photo and comes from a public office, B is any other."
    ),
    "infant_papers": _(
        "The identity papers that suffice for a child under one. The Maternal and Child Health Handbook is a B."
    ),
    "representative_papers": _("The identity papers that suffice for the legal representative."),
    "birth_notification_check": _(
        "Whose identity is checked when the application comes with the birth notification."
    ),
    "police_number_outside_home": _(
        "Whether an application waits for the number of the police report when the card was lost outside the home "
        "or stolen."
    ),
    "other_desk": _(
        "What this municipality's desks do with people who are registered elsewhere. "
        "With a birth notification they are always accepted."
    ),
    "other_desk_extra_days": _(
        "Days added for people who are registered elsewhere before a delivery is looked into. "
        "No target day is named to them."
    ),
    "target_days": _(
        "Calendar days from the completed application to the target day. A target, never a promise."
    ),
    "chase_after_days": _(
        "Calendar days from the completed application to the day on which a supervisor looks into a delivery "
        "that has no target day. More than the days to the target."
    ),
    "photo_second_check": _(
        "Whether somebody else than who attached the photo compares it with the application. "
        "Nothing waits for it: it is listed until it is done."
    ),
}

_FEES: Mapping[object, Promise] = {
    FeeChoice.FREE: _("Free"),
    FeeChoice.CHARGED: _("Charged"),
    FeeChoice.CLERK_DECIDES: _("The clerk decides, with a reason"),
}
#: What can be chosen, in the order it is offered. Settings that are not here are numbers of days or sets of papers.
CHOICES: dict[str, Mapping[object, Promise]] = {
    "first_day_counted": {
        False: _("The day after the start day: 30 days from 1 June end on 1 July"),
        True: _("The start day itself: 30 days from 1 June end on 30 June"),
    },
    "roll_forward": {
        True: _("Accept until the next open day"),
        False: _("Accept until that day only; the open day before it is the last to come"),
    },
    "infant_thirty_days_binding": {
        False: _("Until the day before the first birthday"),
        True: _("30 days from birth; after that the desk decides"),
    },
    **dict.fromkeys(SECTIONS[2].fields, _FEES),
    "birth_notification_check": {
        BirthCheck.REPRESENTATIVE: _("The legal representative's"),
        BirthCheck.NOBODY: _("Nobody's"),
    },
    "police_number_outside_home": {
        True: _("Needed: the application waits for it"),
        False: _("Not needed"),
    },
    "other_desk": {
        OtherDesk.CONSULT: _("Ask first, then decide with a reason"),
        OtherDesk.ACCEPT: _("Accept them"),
    },
    "photo_second_check": {
        False: _("No: who attaches it looks at it"),
        True: _("Yes: another person compares face, name, birth date and address"),
    },
}
#: The sets of papers.
PAPERS = frozenset({"applicant_papers", "infant_papers", "representative_papers"})


def value_in_words(name: str, value: object) -> str:
    """What a setting of `Practice` says; `name` is the field's, `value` its value there."""
    if name in CHOICES:
        return str(CHOICES[name][value])
    if isinstance(value, frozenset):
        chosen = (str(words) for pair, words in IDENTITY_PAIRS.items() if pair in value)
        return gettext(", or ").join(chosen)
    if not isinstance(value, int):
        raise TypeError(f"{name} has no words for {type(value).__name__}")
    return ngettext("%(number)s day", "%(number)s days", value) % {"number": value}


class Changed(NamedTuple):
    """One setting that two practices settle differently, in words."""

    question: Promise
    before: str
    after: str


def changes_in_words(before: Practice, after: Practice) -> list[Changed]:
    """What differs, in the order of SECTIONS."""
    return [
        Changed(PRACTICE_QUESTIONS[name], value_in_words(name, old), value_in_words(name, new))
        for section in SECTIONS
        for name in section.fields
        if (old := getattr(before, name)) != (new := getattr(after, name))
    ]
