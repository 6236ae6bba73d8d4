"""Where the status page is, for paper."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override


def public_address(language: str) -> str:
    """The whole address in that language, without a reference; empty where the site's own is not named."""
    if not settings.DEMO and not settings.SITE.startswith("https://"):
        return ""
    with override(language):
        return f"{settings.SITE}{reverse('status:page')}"
