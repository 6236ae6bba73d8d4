"""A sentence for everything that can be wrong with a question asked as JSON: each says what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eligibility.presets import PRESETS

PROBLEMS: dict[str, Promise] = {
    # The text.
    "not_json": _("This is not JSON in UTF-8. Send one object, as in the examples of the documentation."),
    "said_twice": _("An object has the same field twice. Leave one of them out."),
    "too_long": _("This is longer than one megabyte. Send one case at a time."),
    # The shape.
    "not_object": _("An object is needed here: { ... }."),
    "not_list": _("A list is needed here: [ ... ]."),
    "not_str": _("A text in quotation marks is needed here."),
    "not_bool": _("true or false is needed here."),
    "not_int": _("A whole number is needed here, without quotation marks."),
    "unknown_field": _("There is no such field. Leave it out; names and addresses are never asked for."),
    "missing": _("This field is needed. Add it."),
    "unknown_term": _("This is none of the words that can stand here. The schema lists them."),
    "not_day": _("There is no such day. Write a day of the calendar as 2026-06-10."),
    "not_id": _(
        "An id is a number, or up to 64 letters, digits and marks of ASCII without spaces. Shorten it."
    ),
    # Whose practice.
    "unknown_municipality": _(
        "There is no municipality with this code. Give its six digits, check digit included, "
        "or the name of a preset: %(presets)s."
    ),
    "unknown_practice": _(
        "There is no practice of this name. Give a municipality's six-digit code, the settings as an object, "
        "or the name of a preset: %(presets)s."
    ),
    "practice_days": _(
        "These days do not fit together: target_days is 1 or more, chase_after_days more than target_days, "
        "other_desk_extra_days 0 or more."
    ),
    "too_many_days": _("Give at most 366 days."),
    "calendar_is_set": _(
        "A municipality's code brings its own closed days. Leave closed_days and extra_open out."
    ),
    "no_open_day": _("The desk would be closed for two months on end. Leave some closed days out."),
    # The day of applying.
    "before_launch": _(
        "Express issuance began on 2 December 2024: there are no applications before that day. Give a later day."
    ),
    "beyond_calendar": _("Holidays are known until the end of 2040. Give an earlier day."),
    # Facts that cannot all be true.
    "ahead": _("This day is after the day of applying (on). Correct one of them."),
    "too_long_ago": _("This day is more than 120 years before the day of applying (on). Check the year."),
    "before_birth": _("This day is before the date of birth. Correct one of them."),
    "infant_counts_from_birth": _("An infant's period counts from the birth. Leave this day out."),
    "infants_are_under_one": _("INFANT means a child under one. Leave the age band out or say UNDER_ONE."),
    "infants_only": _("Only an INFANT is applied for with a birth notification. Say false here."),
    "birth_date_tells": _("The date of birth tells the age already. Leave the age band out."),
    "day_missing": _(
        "The day that counts is missing. Give it, or say in day_answer that it is NOT_YET or UNKNOWN."
    ),
    "day_not_known": _("day_answer says that this day is not known. Leave it out, or say KNOWN."),
    "no_day_counts": _("No day counts for this event. Leave it out."),
    "not_of_this_event": _("This does not belong to the event. Leave it out, or choose another event."),
}

#: What a caller is told who asks too often, and when the database is away.
TOO_OFTEN = _("Too many requests from this address. Wait as long as Retry-After says, then send it again.")
AWAY = _("The database is away. Send it again in a minute.")


def in_words(code: str) -> str:
    """The sentence of a problem, in the language that is active."""
    return str(PROBLEMS[code] % {"presets": ", ".join(PRESETS).lower()})
