"""Blocks, and the record of what was done."""

from django.db import models

from accounts.models import User
from mentorship.safety.models import AuditEvent, Block
from mentorship.safety.signals import parting
from mentorship.transitions import transition


def may_contact(one: User, other: User) -> bool:
    """Whether two people may be shown to, or write to, each other."""
    return (
        one.pk != other.pk
        and one.is_active
        and other.is_active
        and not Block.objects.between(one.pk, other.pk).exists()
    )


@transition
def block(blocker: User, blocked: User) -> None:
    """Part two people silently, for as long as the blocker likes."""
    parting.send(sender=Block, blocker=blocker, blocked=blocked)
    made = Block.objects.get_or_create(blocker=blocker, blocked=blocked)[1]
    if made:
        record(blocker, "blocked", blocked)


def record(actor: User | None, verb: str, about: models.Model) -> None:
    """Note who did what. Call it in the transaction of the change itself."""
    AuditEvent.objects.create(
        actor=actor, verb=verb, object_kind=about._meta.label_lower, object_id=about.pk
    )
