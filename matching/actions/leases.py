"""Long work on one row: claimed under a lease, finished only by who still holds it.

The rules are those of shards (``shards.py``): a claim is one conditional update, a
heartbeat extends the lease, and finishing locks the row by its token before it writes.
"""

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import Any, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F
from django.db.models.functions import Now

from matching.actions.bells import ring
from matching.leased import MOST_ATTEMPTS, Leased

log = logging.getLogger(__name__)

Work = TypeVar("Work", bound=Leased)
Told = Callable[[int], None]
"""Tells how far the work is, in hundredths."""
Write = Callable[[], dict[str, Any]]
"""Writes what was found, and says what changes in the row itself, its state included."""

TRIED_TOO_OFTEN = (
    "This was tried %(times)d times and ended each time before it was done. The "
    "worker's log says more; often it ran out of memory. Nobody was told anything. "
    "Press “Try again” once that is mended."
)


class LeaseLost(Exception):
    """Somebody else holds the work now, or it is over: write nothing."""


def work_under_lease(
    model: type[Work], pk: int, do: Callable[[Work, Told], Write]
) -> bool:
    """Claim a row and do its work; false if there was nothing to claim."""
    row = _claim(model, pk)
    if row is None:
        return False
    mine = _held(row)
    try:
        with heartbeat(mine, row):
            write = do(row, lambda percent: _tell(row, percent))
            _finish(row, write)
    except LeaseLost:
        log.warning("work_lost %s", row)
    except Exception as error:
        _release(row, error)
        raise
    return True


def _claim(model: type[Work], pk: int) -> Work | None:
    token = uuid.uuid4()
    taken = model._default_manager.claimable().filter(pk=pk)  # type: ignore[attr-defined]
    lease = Now() + timedelta(seconds=settings.BELAY_LEASE_SECONDS)
    if not taken.update(token=token, attempts=F("attempts") + 1, lease_until=lease):
        return None
    near = model._default_manager.select_related("program")
    return near.filter(pk=pk, token=token).first()


def _held(row: Leased) -> models.QuerySet[Any]:
    """The row while it is work of this very claim."""
    rows = type(row)._default_manager.under_way()  # type: ignore[attr-defined]
    held: models.QuerySet[Any] = rows.filter(pk=row.pk, token=row.token)
    return held


def _tell(row: Leased, percent: int) -> None:
    if not _held(row).update(percent=percent):
        raise LeaseLost


@contextmanager
def heartbeat(mine: models.QuerySet[Any], name: object) -> Iterator[None]:
    """Extend the lease of some row again and again while the block runs."""
    over = Event()
    beat = Thread(target=_extend_until, args=(mine, name, over), daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join()


def _extend_until(mine: models.QuerySet[Any], name: object, over: Event) -> None:
    lease = timedelta(seconds=settings.BELAY_LEASE_SECONDS)
    try:
        while not over.wait(settings.BELAY_LEASE_SECONDS / 6):
            try:
                mine.update(lease_until=Now() + lease)
            except DatabaseError as error:
                # The own transaction holds the row, or Postgres is away: both pass.
                log.info("heartbeat_missed of=%s %s", name, type(error).__name__)
                connection.close()
    finally:
        connection.close()


@transaction.atomic
def _finish(row: Leased, write: Write) -> None:
    """Write what the work gave, if the row is still ours."""
    mine = _held(row)
    if not mine.select_for_update().exists():
        raise LeaseLost
    mine.update(**write(), lease_until=None, percent=100)


def _release(row: Leased, error: Exception) -> None:
    """Give work back after an error, so that it is tried again, up to the cap."""
    log.exception("work_failed %s", row)
    said = f"{type(error).__name__}: {error}"[:400]
    _held(row).update(lease_until=None, rung_at=Now(), failure=said)


def ring_due(model: type[Leased]) -> None:
    """End what was tried too often, and ring again for what waits too long."""
    rows: Any = model._default_manager
    why = TRIED_TOO_OFTEN % {"times": MOST_ATTEMPTS}
    for row in rows.exhausted():
        over = rows.exhausted().filter(pk=row.pk)
        said = f"{why} {row.failure}".strip()
        if over.update(state=model.FAILED, failure=said, lease_until=None):
            log.error("work_given_up %s", row)
    due = list(rows.due().values_list("pk", flat=True)[:100])
    rows.filter(pk__in=due).update(rung_at=Now())
    ring(model.TASK, due)
