"""Ringing for a worker. A bell may get lost: the rows stay, and the sweep rings again."""

import logging
from collections.abc import Iterable
from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ring(task: str, ids: Iterable[int]) -> None:
    """Ask for work on some rows, once the transaction that wrote them is committed."""
    transaction.on_commit(partial(_ring_now, task, list(ids)))


def _ring_now(task: str, ids: list[int]) -> None:
    try:
        for pk in ids:
            current_app.send_task(task, [pk])
    except (OperationalError, OSError) as error:
        # Redis is away. Nothing is lost: the sweep finds the rows. The first failure
        # ends it, so that a page waits for one time-out and not for a hundred.
        log.warning("bells_lost task=%s error=%s", task, type(error).__name__)
