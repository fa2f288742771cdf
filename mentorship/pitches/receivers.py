"""Listens for blocks, so that no request stays open across one."""

from typing import Any

from accounts.models import User
from mentorship.pitches import actions
from mentorship.safety.signals import parting


def connect() -> None:
    """Called once, when the apps are ready."""
    parting.connect(on_parting)


def on_parting(sender: Any, blocker: User, blocked: User, **kwargs: Any) -> None:
    actions.part(blocker, blocked)  # takes the locks that the next one needs
    actions.part_advice(blocker, blocked)
