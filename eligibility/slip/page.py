"""The slip on the result page: its code, and the same as a picture that a scanner reads."""

from typing import NamedTuple

import segno
from django.utils.safestring import SafeString, mark_safe

from eligibility.case import Case
from eligibility.slip.code import SlipRefused
from eligibility.slip.content import slip_of


class ShownSlip(NamedTuple):
    """The code as shown, and its QR as inline SVG."""

    code: str
    qr: SafeString


def slip_on_page(case: Case) -> ShownSlip | None:
    """The slip of a case whose questions are all answered; None where none can be made."""
    try:
        code = slip_of(case.facts(), residence_code=case.place.code, on=case.on).code
    except SlipRefused:
        return None
    return ShownSlip(code, qr_of(code))


def qr_of(code: str) -> SafeString:
    """The code alone as a QR, black on white in every colour scheme, with its quiet zone; nothing in it is styled."""
    svg = segno.make(code, micro=False, error="m").svg_inline(
        border=4, light="#fff", dark="#000", omitsize=True, svgclass=None, lineclass=None
    )
    # Drawn from a code of our own alphabet.
    return mark_safe(svg)  # noqa: S308
