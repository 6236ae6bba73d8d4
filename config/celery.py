import os
from collections.abc import Callable
from typing import Any

from celery import Celery, Task, signals
from celery.exceptions import InvalidTaskError
from celery.worker import strategy

from config import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Set-up runs the checks; a worker that runs them again loads every page with it, 38 MB a process.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")


def careful(task: Task, app: Celery, consumer: Any, **options: Any) -> Callable[..., None]:
    """Celery's own way to take a message; one that it cannot even read is thrown away.

    Celery ends the worker otherwise, puts the message back, and the next worker ends as well.
    """
    take = strategy.default(task, app, consumer, **options)

    def take_or_throw_away(*message: Any) -> None:
        try:
            take(*message)
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            raise InvalidTaskError(type(error).__name__) from None

    return take_or_throw_away


class CarefulTask(Task):  # type: ignore[misc]
    Strategy = "config.celery:careful"


broker.read_carefully()
app = Celery("tokkyu", task_cls=CarefulTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect  # type: ignore[untyped-decorator]
def keep_our_logging(**kwargs: Any) -> None:
    """Being connected keeps Celery from adding handlers that would print what our own leave out."""
