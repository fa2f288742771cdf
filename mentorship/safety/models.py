"""Who must not be brought together, and what was done by whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class BlockQuerySet(models.QuerySet["Block"]):
    """Questions about blocks."""

    def between(self, one: int, other: int) -> "BlockQuerySet":
        """Blocks of two people (user ids), whoever set them."""
        return self.filter(
            Q(blocker=one, blocked=other) | Q(blocker=other, blocked=one)
        )

    def touching(self, person: int) -> "BlockQuerySet":
        return self.filter(Q(blocker=person) | Q(blocked=person))


class Block(models.Model):
    """One person wants nothing to do with another. Silent, and seen by neither side
    except as absence: it works in both directions until its setter lifts it."""

    blocker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks_set"
    )
    blocked = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks_met"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(
                condition=~Q(blocker=F("blocked")), name="block_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} blocks {self.blocked_id}"


class AuditEvent(models.Model):
    """Who did what, when. Written with each change of state; never changed."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["object_kind", "object_id"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_id}"
