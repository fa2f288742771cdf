"""Listens for what people change: notes whose lists have to be made again, and ends what
is suggested across a block."""

from types import ModuleType
from typing import Any

from django.db.models import Q

from accounts.models import User
from accounts.signals import person_changed
from matching.models import Suggestion
from mentorship.goals.models import Goal, GoalQuerySet
from mentorship.goals.signals import goal_changed
from mentorship.pitches.models import Pitch
from mentorship.pitches.signals import next_people
from mentorship.programs.models import Enrolment
from mentorship.safety.signals import parting


def connect() -> None:
    """Called once, when the apps are ready."""
    person_changed.connect(on_person_changed)
    goal_changed.connect(on_goal_changed)
    next_people.connect(on_next_people)
    parting.connect(on_parting)


def on_person_changed(sender: Any, person: User, **kwargs: Any) -> None:
    _ask_refresh(Goal.objects.of(person))
    # Where nothing was matched yet, the first run reads whatever was changed before.
    matched = Q(program__live_run__isnull=False) | Q(program__runs__ended_at=None)
    helping = Enrolment.objects.filter(person=person, role=Enrolment.Role.MENTOR)
    mentors = helping.filter(matched, program__runs__isnull=False).distinct()
    if mentors.exists():
        _actions().note_changed_mentors(mentors)


def on_goal_changed(sender: Any, goal: Goal, **kwargs: Any) -> None:
    _ask_refresh(Goal.objects.filter(pk=goal.pk))


def on_next_people(
    sender: Any, goal: Goal, most: int, **kwargs: Any
) -> list[Enrolment]:
    """The first on the goal's list whom its mentee has not written to."""
    written = Pitch.objects.filter(goal=goal).values("mentor")
    found = Suggestion.objects.visible_to(goal.mentee.person).filter(goal=goal)
    rows = found.exclude(mentor__in=written).order_by("position")[:most]
    return [row.mentor for row in rows.select_related("mentor__person__profile")]


def on_parting(sender: Any, blocker: User, blocked: User, **kwargs: Any) -> None:
    _actions().part(blocker, blocked)


def _ask_refresh(goals: GoalQuerySet) -> None:
    _actions().ask_refresh(goals)


def _actions() -> ModuleType:
    # Slow: it brings the whole engine, which a process that only migrates, seeds or
    # reads settings never needs.
    from matching import actions  # noqa: PLC0415

    return actions
