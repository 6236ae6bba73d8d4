"""What lists of applications show of a row. Nothing tells a sensitive event."""

from datetime import date

from django.template import Library
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language

from eligibility.events import DesignationEvent, public_heading
from eligibility.words import HEADINGS
from intake.models import Application
from intake.record import Look, look_of_letter, look_of_standing
from paper.fonts import code_points, missing_glyphs

register = Library()


@register.filter
def heading(application: Application) -> Promise:
    """The public heading of the designation."""
    return HEADINGS[public_heading(DesignationEvent(application.designation))]


@register.simple_tag
def look_of(application: Application) -> Look:
    """The state of the letter where there is one, otherwise the standing of the application."""
    return look_of_letter(application) or look_of_standing(application)


@register.filter
def birthday(day: date) -> str:
    """A birth date, without the weekday that nobody knows: 1985年4月2日, 2 Apr 1985."""
    return date_format(day, "Y年n月j日" if get_language() == "ja" else "j M Y")


@register.filter
def postcode(digits: str) -> str:
    """Seven digits as they are written: 100-0001."""
    return f"{digits[:3]}-{digits[3:]}" if digits else ""


@register.filter
def unprintable(name: str | None) -> str:
    """The characters of a name that our paper cannot show, as a clerk can name them: U+E000, U+0141."""
    return ", ".join(code_points(missing_glyphs(name or "")))
