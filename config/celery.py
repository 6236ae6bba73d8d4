import os
from typing import Any

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Set-up runs the checks; a worker that runs them again loads every page with it, 38 MB a process.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("tokkyu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect  # type: ignore[untyped-decorator]
def keep_our_logging(**kwargs: Any) -> None:
    """Being connected keeps Celery from adding handlers that would print what our own leave out."""
