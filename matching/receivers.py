"""Listens for what people change, and notes whose lists have to be made again."""

from typing import Any

from accounts.models import User
from accounts.signals import person_changed
from matching import actions
from mentorship.goals.models import Goal
from mentorship.goals.signals import goal_changed


def connect() -> None:
    """Called once, when the apps are ready."""
    person_changed.connect(on_person_changed)
    goal_changed.connect(on_goal_changed)


def on_person_changed(sender: Any, person: User, **kwargs: Any) -> None:
    actions.ask_refresh(Goal.objects.of(person))


def on_goal_changed(sender: Any, goal: Goal, **kwargs: Any) -> None:
    actions.ask_refresh(Goal.objects.filter(pk=goal.pk))
