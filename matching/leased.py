"""Long work that one worker at a time does: what its row has to say about that."""

import uuid
from datetime import timedelta
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

MOST_ATTEMPTS = 5

Row = TypeVar("Row", bound=models.Model, covariant=True)


class LeasedQuerySet(models.QuerySet[Row]):
    """Questions about work; time is the database's, never this machine's."""

    def under_way(self) -> Self:
        """Not over: waiting for a worker, or held by one."""
        return self.filter(state=self.model.WORKING)  # type: ignore[attr-defined]  # a Leased

    def unheld(self) -> Self:
        """Waiting, or held under a lease that ran out."""
        free = Q(lease_until=None) | Q(lease_until__lt=Now())
        return self.under_way().filter(free)

    def claimable(self) -> Self:
        return self.unheld().filter(attempts__lt=MOST_ATTEMPTS)

    def exhausted(self) -> Self:
        return self.unheld().filter(attempts__gte=MOST_ATTEMPTS)

    def due(self) -> Self:
        """Claimable, and not just rung for."""
        wait = timedelta(seconds=settings.BELAY_RING_SECONDS)
        return self.claimable().filter(rung_at__lt=Now() - wait)


class Leased(models.Model):
    """A row that is work. A claim is one conditional update that sets a fresh token and
    a lease; whoever finds another token in the row writes nothing."""

    #: The state in which there is work to do, the one it has when it was tried in vain
    #: too often, and the task that does it.
    WORKING: ClassVar[str]
    FAILED: ClassVar[str]
    TASK: ClassVar[str]

    token = models.UUIDField(default=uuid.uuid4)
    attempts = models.PositiveSmallIntegerField(default=0)
    rung_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has taken it up for longer than usual."""
        wait = timedelta(seconds=settings.BELAY_RING_SECONDS)
        return self.lease_until is None and self.rung_at < timezone.now() - wait
