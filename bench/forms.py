"""The application form drawn with our form pack, and with crispy-bootstrap5 from the same layout."""

import time
from functools import partial
from uuid import uuid4

from crispy_forms.utils import render_crispy_form
from django.forms.renderers import TemplatesSetting
from django.utils import timezone

from bench.ratios import Result, compare
from desks.models import Municipality
from intake.forms import EntryForm

RENDERINGS = 40


def application_form() -> Result:
    municipality = Municipality(code="990019", name="みほん市", name_en="Mihon City")
    return compare(
        "Application form page, all fields, drawn with our form pack",
        partial(_milliseconds, municipality, "tokkyu"),
        "crispy-bootstrap5, same form and layout",
        partial(_milliseconds, municipality, "bootstrap5"),
        unit="ms of CPU",
        goal=2.5,
        faster_is_less=True,
    )


def _milliseconds(municipality: Municipality, pack: str) -> float:
    """CPU time of one drawing, the form made anew each time as a view does."""
    began = time.process_time()
    for _ in range(RENDERINGS):
        form = EntryForm(
            None, initial={"key": uuid4()}, municipality=municipality, today=timezone.localdate()
        )
        form.helper.template_pack = pack
        if pack != "tokkyu":
            # Our pack draws widgets in Python; the other one brings Django's own with it.
            form.renderer = TemplatesSetting()
        render_crispy_form(form)
    return (time.process_time() - began) * 1000 / RENDERINGS
