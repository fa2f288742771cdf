"""What somebody answered already and fits a goal: another source besides a mentor.

Only what was published for everybody in the program, by people whom the mentee may
find, and what was answered to this mentee alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse

from accounts.models import User
from accounts.vocabulary.data import name_key
from mentorship.finding.models import Source
from mentorship.finding.people import people_for
from mentorship.finding.signals import answers_wanted
from mentorship.goals.models import Goal
from mentorship.programs.models import PublishedAnswer

MOST = 3  # of a goal in a list of goals
MOST_READ = 200  # published answers, the newest first: a bound on work, not on pages
_LEAST_LETTERS = 3
_LONGEST = Source._meta.get_field("what").max_length or 0


@dataclass(frozen=True)
class Answer:
    """One answer to read: who gave it, to what, where it stands, and what it is about."""

    by: str
    question: str
    url: str
    to_me: bool = False
    goal: int | None = None
    program: int | None = None
    skills: frozenset[int] = frozenset()

    @property
    def what(self) -> str:
        """What it is called once it is written down as a source."""
        return (
            self.question
            if len(self.question) <= _LONGEST
            else (f"{self.question[: _LONGEST - 1].rstrip()}…")
        )


def answers_for(person: User, goals: list[Goal]) -> dict[int, list[Answer]]:
    """By goal what was answered that fits it, what was answered to this person first. A
    fixed number of queries."""
    prefetch_related_objects(goals, "wanted__skill")
    about = {goal.pk: _about(goal) for goal in goals}
    heard = [answer for _to, told in _private(person) for answer in told]
    heard += _published(person, about.values()) if goals else []
    return {
        goal.pk: [one for one in heard if _fits(one, goal, about[goal.pk])]
        for goal in goals
    }


@dataclass(frozen=True)
class _About:
    """What a goal is about: concepts, and the names of all it wants."""

    skills: frozenset[int]
    names: tuple[str, ...]


def _about(goal: Goal) -> _About:
    wanted = list(goal.wanted.all())
    names = [row.skill.label if row.skill else row.words for row in wanted]
    return _About(
        frozenset(row.skill_id for row in wanted if row.skill_id),
        tuple(name for name in names if len(name) >= _LEAST_LETTERS),
    )


def _private(person: User) -> list[tuple[Any, Any]]:
    return list(answers_wanted.send(sender=User, person=person))


def _published(person: User, about: Iterable[_About]) -> list[Answer]:
    """The newest answers that may be about one of several goals."""
    any_of = list(about)
    named = [Q(question__icontains=name) for one in any_of for name in one.names]
    skills = frozenset[int]().union(*(one.skills for one in any_of))
    fits = reduce(or_, named, Q(skills__in=skills))
    here = PublishedAnswer.objects.filter(mentor__in=people_for(person).values("pk"))
    rows = here.filter(pk__in=here.filter(fits).values("pk"))
    near = rows.select_related("mentor__person__profile").prefetch_related("skills")
    return [
        Answer(
            by=row.mentor.person.name,
            question=row.question,
            url=reverse("finding:person", args=[row.mentor_id]) + f"#answer-{row.pk}",
            program=row.mentor.program_id,
            skills=frozenset(skill.pk for skill in row.skills.all()),
        )
        for row in near[:MOST_READ]
    ]


def _fits(answer: Answer, goal: Goal, about: _About) -> bool:
    """Asked for this goal; else of the same program, and about something it wants."""
    if answer.goal is not None:
        return answer.goal == goal.pk
    if answer.program != goal.mentee.program_id:
        return False
    return bool(answer.skills & about.skills) or any(
        _says(answer.question, name) for name in about.names
    )


def _says(question: str, name: str) -> bool:
    """Whether a name stands in a question as words of its own."""
    whole = rf"(?<!\w){re.escape(name_key(name))}(?!\w)"
    return re.search(whole, name_key(question)) is not None
