"""What lists of applications show of a row. Nothing tells a sensitive event."""

from django.template import Library
from django.utils.functional import Promise

from eligibility.events import DesignationEvent, public_heading
from eligibility.words import HEADINGS
from intake.models import Application
from intake.record import Look, look_of_letter, look_of_standing

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
def postcode(digits: str) -> str:
    """Seven digits as they are written: 100-0001."""
    return f"{digits[:3]}-{digits[3:]}" if digits else ""
