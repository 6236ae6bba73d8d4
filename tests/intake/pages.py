"""What a browser sends for a filled form, and what a person reads on a page."""

import re
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

from django.http import HttpResponse
from django.utils import timezone


def boxes(name: str, day: date) -> dict[str, str]:
    """A day in its three boxes."""
    return {f"{name}_year": str(day.year), f"{name}_month": str(day.month), f"{name}_day": str(day.day)}


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def typed(**more: object) -> dict[str, object]:
    """The form for a card lost at home, as a clerk fills it in; `more` replaces and adds, None takes away."""
    form: dict[str, object] = {
        "key": str(uuid4()),
        "event": "LOST",
        "lost_cause": "AT_HOME",
        **boxes("occurred_on", days_ago(3)),
        "name": "見本 太郎",
        "kana": "ミホン タロウ",
        **boxes("birth_date", date(1985, 4, 2)),
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
