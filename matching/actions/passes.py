""" "Not for me": silent, per goal, and taken back with one click."""

from matching.models import Pass
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment


def say_not_for_me(goal: Goal, mentor: Enrolment, why: str = "") -> None:
    """Hide a mentor from this goal's suggestions."""
    Pass.objects.get_or_create(goal=goal, mentor=mentor, defaults={"why": why})


def note_why_not(goal: Goal, mentor_pk: int, why: str) -> None:
    """Keep a private reason beside a "not for me" that was said."""
    Pass.objects.filter(goal=goal, mentor=mentor_pk).update(why=why)


def take_back_not_for_me(goal: Goal, mentor: Enrolment) -> None:
    """Show the mentor again."""
    Pass.objects.filter(goal=goal, mentor=mentor).delete()
