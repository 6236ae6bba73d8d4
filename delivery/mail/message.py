"""One e-mail as it is sent: text and HTML with the same words, and the days to be at home for a calendar."""

from collections.abc import Iterator
from datetime import datetime
from email.mime.text import MIMEText
from email.utils import formataddr
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, override

from delivery.calendar_file import days_at_home
from delivery.mail import wording
from delivery.mail.addresses import quoted
from delivery.models import Delivery, Email, EmailKind
from delivery.plan import HomeDays
from delivery.planning import home_days_of
from delivery.sheet import holds
from delivery.targets import LongerReason
from desks.dates import with_weekday
from eligibility.wording import LONGER

Fact = tuple[Promise | str, str]

STATUS_PAGE: Final = "/%s/status/"
"""Not by `reverse`: a worker that knows all addresses holds all pages too, 38 MB a process."""
WITH_CALENDAR: Final = frozenset({EmailKind.ACCEPTED, EmailKind.POSTED})


def message_of(email: Email, *, at: datetime) -> EmailMultiAlternatives:
    """The message in the language of the letters. Raises ValueError where the address is none."""
    with override(_language(email.delivery.language)):
        return _message(email, at)


def _message(email: Email, at: datetime) -> EmailMultiAlternatives:
    delivery = email.delivery
    municipality = {"municipality": str(delivery.municipality)}
    subject = str(wording.SUBJECT) % municipality
    words = {
        "subject": subject,
        "lead": str(wording.LEAD) % municipality,
        "sentences": list(_sentences(email)),
        "facts": list(_facts(email, at)),
        "closing": wording.CLOSING,
    }
    message = EmailMultiAlternatives(
        subject,
        render_to_string("delivery/mail/message.txt", words),
        formataddr((str(delivery.municipality), settings.DEFAULT_FROM_EMAIL)),
        [quoted(delivery.email)],
        headers={"Message-ID": _message_id(email), "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("delivery/mail/message.html", words), "text/html")
    if days := _home_days(email, at):
        message.attach(_calendar(days_at_home(days, reference=delivery.reference, at=at)))
    return message


def _sentences(email: Email) -> Iterator[str]:
    kind, delivery = EmailKind(email.kind), email.delivery
    yield str(wording.HAPPENED[kind])
    if kind is EmailKind.ACCEPTED:
        yield _when(delivery)
    yield from map(str, (wording.TO_DESK if delivery.to_desk else wording.AT_HOME)[kind])


def _when(delivery: Delivery) -> str:
    if delivery.target_date:
        sentence = gettext("Target: %(day)s. In principle within one week of applying; not a guarantee.")
        return sentence % {"day": with_weekday(delivery.target_date)}
    sentence = gettext("Expect more than one week (%(reason)s); we cannot name a day.")
    return sentence % {"reason": LONGER[LongerReason(delivery.no_target_reason)]}


def _facts(email: Email, at: datetime) -> Iterator[Fact]:
    delivery, today = email.delivery, timezone.localdate(at)
    if days := _home_days(email, at):
        yield wording.HOME_DAYS, " – ".join(with_weekday(day) for day in dict.fromkeys(days))
    if email.kind == EmailKind.ABSENT and (hold := holds([delivery], today).get(delivery.pk)):
        yield wording.KEPT_BY_POST, with_weekday(hold.until)
    if email.kind == EmailKind.AT_DESK and delivery.keep_until:
        yield wording.KEPT_AT_DESK, with_weekday(delivery.keep_until)
    yield wording.REFERENCE, delivery.reference
    yield wording.WHERE_IT_IS, settings.SITE + STATUS_PAGE % get_language()
    desk = delivery.desk
    yield wording.DESK, f"{desk} {desk.phone} ({desk.opens_at:%-H:%M}–{desk.closes_at:%-H:%M})"


def _home_days(email: Email, at: datetime) -> HomeDays | None:
    """When to be at home, as long as the letter is to come and not all of these days are over."""
    days = home_days_of(email.delivery) if email.kind in WITH_CALENDAR else None
    return days if days and days.last >= timezone.localdate(at) else None


def _calendar(content: bytes) -> MIMEText:
    part = MIMEText(content.decode(), "calendar", "utf-8")
    part.set_param("method", "PUBLISH")
    part.add_header("Content-Disposition", "attachment", filename="days-at-home.ics")
    return part


def _message_id(email: Email) -> str:
    """The same however often it is sent: a mail system may drop the second one."""
    key = salted_hmac("delivery.mail", str(email.pk), algorithm="sha256").hexdigest()[:32]
    return f"<{key}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"


def _language(code: str) -> str:
    return code if code in dict(settings.LANGUAGES) else "en"
