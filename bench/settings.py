"""The application's own settings, with the limits beside it: a bare view and another form pack."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
INSTALLED_APPS += ["crispy_bootstrap5"]  # noqa: F405
CRISPY_ALLOWED_TEMPLATE_PACKS = ("tokkyu", "bootstrap5")
# What is measured is the answer; the requests are counted as always, and never too many.
API_REQUESTS_A_MINUTE = 1_000_000_000
