"""What a browser sends for a filled form, and what a person reads on a page."""

import re
from html import unescape
from uuid import uuid4

from django.http import HttpResponse


def boxes(name: str, day: str) -> dict[str, str]:
    """`2026-11-21` in the three boxes of a day."""
    return dict(zip((f"{name}_year", f"{name}_month", f"{name}_day"), day.split("-"), strict=True))


def typed(**more: object) -> dict[str, object]:
    """The form for a card lost at home, as a clerk fills it in; `more` replaces and adds, None takes away."""
    form: dict[str, object] = {
        "key": str(uuid4()),
        "event": "LOST",
        "lost_cause": "AT_HOME",
        **boxes("occurred_on", "2026-11-21"),
        "name": "見本 太郎",
        "kana": "ミホン タロウ",
        **boxes("birth_date", "1985-4-2"),
        "sex": "M",
        "registered": "here",
        "postcode": "000-0001",
        "address": "見本県みほん市見本町1-2-3",
        "certificates": ["SIGNATURE", "USER_AUTHENTICATION"],
        "deliver_to": "home",
        "language": "ja",
        "applicant_1_kind": "DRIVING_LICENCE",
        "applicant_2_kind": "HEALTH_INSURANCE",
        **more,
    }
    return {name: value for name, value in form.items() if value is not None}


def words(response: HttpResponse) -> str:
    """The text of a page, without tags, in one line."""
    html = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", response.content.decode())
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())
