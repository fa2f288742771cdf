"""One change of state: one transaction, tried again when the database asks for it."""

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 3
# lock_timeout, deadlock and serialisation failure: another try may well succeed.
TRY_AGAIN = {"55P03", "40P01", "40001"}


class NotPossible(Exception):
    """The act cannot happen now. ``str(error)`` is a sentence for the person who tried,
    and losing a race is one of the normal reasons."""


def transition(act: Callable[P, R]) -> Callable[P, R]:
    """Run an act in one transaction; after a lock that could not be had, once more.

    Everything the act decides on must be read inside it, because a second try begins
    from nothing.
    """

    @functools.wraps(act)
    def tried(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(TRIES):
            try:
                with transaction.atomic():
                    return act(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") not in TRY_AGAIN:
                    raise
                time.sleep(random.uniform(0.01, 0.05) * (attempt + 1))
        raise NotPossible(
            _("Many people are at this just now. Please try again in a moment.")
        )

    return tried
