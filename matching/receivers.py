"""Listens for what people change, and notes whose lists have to be made again."""

from typing import Any

from accounts.models import User
from accounts.signals import person_changed
from mentorship.goals.models import Goal, GoalQuerySet
from mentorship.goals.signals import goal_changed


def connect() -> None:
    """Called once, when the apps are ready."""
    person_changed.connect(on_person_changed)
    goal_changed.connect(on_goal_changed)


def on_person_changed(sender: Any, person: User, **kwargs: Any) -> None:
    _ask_refresh(Goal.objects.of(person))


def on_goal_changed(sender: Any, goal: Goal, **kwargs: Any) -> None:
    _ask_refresh(Goal.objects.filter(pk=goal.pk))


def _ask_refresh(goals: GoalQuerySet) -> None:
    # Slow: it brings the whole engine, which a process that only migrates, seeds or
    # reads settings never needs.
    from matching import actions  # noqa: PLC0415

    actions.ask_refresh(goals)
