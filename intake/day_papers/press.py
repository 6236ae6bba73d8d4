"""The press: makes the papers that were asked for, in a process of its own beside the web, under the web's login.

The rows are the queue. A part is claimed with a lease and made person by person; whoever dies loses the lease, and
another press makes it anew. Redis has no share in it, and no message: PostgreSQL's bell carries a municipality's id.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

import psycopg
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from desks.models import Municipality
from desks.scope import municipality_scope
from intake.day_papers.services import CHANNEL, delete_over
from intake.models import LEASE, MOST_TRIES, Application, PrintPart, Trouble
from intake.papers import chosen_sheets
from intake.record import record_of
from paper.render import PaperUnavailable, bind
from paper.sheets import Sheet, laid_out

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 1.0
SWEEP_SECONDS: Final = 60.0
"""How often every municipality is looked at: for what a dead press left, and for what is to be deleted."""

_READ: Final = (
    "desk",
    "delivery",
    "practice",
    "residence_practice",
    "entered_by",
    "refused_by",
    "representative",
)


class Press:
    """One press process; several may run. `run()` returns after `stop()`."""

    def __init__(self) -> None:
        self._stopping = False
        self._listening: psycopg.Connection | None = None
        self._swept = 0.0

    def stop(self) -> None:
        self._stopping = True

    def run(self) -> None:
        """Works off what is asked for. Survives the absence of PostgreSQL."""
        while not self._stopping:
            try:
                for municipality_id in self._rung():
                    self.work_off(municipality_id)
            except Exception as error:
                # The rows are still there. The type alone: a database error quotes rows.
                logger.warning("Waiting for PostgreSQL: %s", type(error).__name__)
                self._forget_connections()
                time.sleep(POLL_SECONDS)
        self._forget_connections()

    def work_off(self, municipality_id: int) -> None:
        """Makes what this municipality has asked for, and deletes what is over."""
        with municipality_scope(municipality_id):
            delete_over(at=timezone.localtime())
        while not self._stopping and (part := claim(municipality_id, at=timezone.now())):
            for _done in make(part):
                if self._stopping:
                    _write(part, leased_until=None)
                    return

    def _rung(self) -> Iterable[int]:
        if self._listening is None:
            self._listening = psycopg.connect(**connection.get_connection_params(), autocommit=True)
            self._listening.execute(f"LISTEN {CHANNEL}")
            self._swept = 0.0
        if time.monotonic() - self._swept > SWEEP_SECONDS or not self._swept:
            self._swept = time.monotonic()
            return list(Municipality.objects.values_list("pk", flat=True))
        bells = self._listening.notifies(timeout=POLL_SECONDS, stop_after=1)
        return {int(bell.payload) for bell in bells}

    def _forget_connections(self) -> None:
        connection.close()
        if self._listening is not None:
            self._listening.close()
            self._listening = None


def claim(municipality_id: int, *, at: datetime) -> PrintPart | None:
    """The next part of this municipality, held by us; None where there is none. What failed too often is given up."""
    with municipality_scope(municipality_id):
        for part in (
            PrintPart.objects.claimable(at=at)
            .select_related("job")
            .select_for_update(skip_locked=True, of=("self",))[: MOST_TRIES + 1]
        ):
            if part.tries < MOST_TRIES:
                part.tries, part.done, part.leased_until = part.tries + 1, 0, at + LEASE
                part.save(update_fields=["tries", "done", "leased_until"])
                claimed: PrintPart = part
                return claimed
            part.trouble = Trouble.GIVEN_UP
            part.save(update_fields=["trouble"])
    return None


def make(part: PrintPart) -> Iterator[int]:
    """Makes a claimed part; yields after each person how many are done. Ends early where it was cancelled or lost."""
    try:
        documents = []
        for done, application_id in enumerate(part.applications, 1):
            with municipality_scope(part.municipality_id):
                sheets, language = _sheets(application_id, part.job.sheets)
            if sheets:
                documents.append(laid_out(sheets, language, title=_title(language)))
            if not _write(part, done=done, leased_until=timezone.now() + LEASE):
                return
            yield done
        finished: dict[str, object] = {"finished_at": timezone.now(), "leased_until": None}
        if documents:
            pages = sum(len(document.pages) for document in documents)
            finished |= {"pdf": bind(documents), "pages": pages}
        _write(part, **finished)
    except (DatabaseError, InterfaceError):
        raise
    except PaperUnavailable:
        _write(part, trouble=Trouble.NO_PRINTING)
    except Exception as error:
        # Its message may quote a name.
        logger.error("A day's papers: %s", type(error).__name__)
        _write(part, trouble=Trouble.SHEET_FAILED)


def _sheets(application_id: int, names: list[str]) -> tuple[list[Sheet], str]:
    """What one person gets, in the person's language; nothing for an application that is gone."""
    application = Application.objects.select_related(*_READ).filter(pk=application_id).first()
    if application is None:
        return [], ""
    on = timezone.localdate()
    with override(application.language):
        return chosen_sheets(record_of(application, on=on), names, on=on), application.language


def _title(language: str) -> str:
    with override(language):
        return _("The day’s papers")


def _write(part: PrintPart, **facts: object) -> bool:
    """Whether the part was still ours to write to."""
    with municipality_scope(part.municipality_id):
        ours = PrintPart.objects.filter(pk=part.pk, tries=part.tries, trouble="", finished_at=None)
        return bool(ours.update(**facts))
