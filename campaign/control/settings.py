"""Tokkyu's settings, and an app that publishes from the web process."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "campaign.control.apps.WithoutOutbox"]
