"""What the database knows already of the people of a file, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Model, QuerySet
from django.db.models.functions import Lower

from accounts.adapter import owners_of_addresses
from accounts.models import (
    FreeHours,
    PersonSkill,
    Profile,
    Skill,
    Story,
    Style,
    Track,
    User,
)
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, LevelLadder, Program

ABOUT_PEOPLE: tuple[type[Model], ...] = (Track, PersonSkill, Story, FreeHours, Style)


@dataclass
class Known:
    """Rows by address and by key."""

    users: dict[str, User] = field(default_factory=dict)
    profiles: dict[int, Profile] = field(default_factory=dict)
    enrolments: dict[tuple[int, str], Enrolment] = field(default_factory=dict)
    with_goals: set[int] = field(default_factory=set)
    having: dict[type[Model], set[int]] = field(default_factory=dict)
    skills: dict[str, int] = field(default_factory=dict)


def look_up(program: Program, emails: Iterable[str]) -> Known:
    """Everything a plan has to know about these addresses."""
    users = _by_address(set(emails))
    keys = {user.pk for user in users.values()}
    enrolments = Enrolment.objects.filter(program=program, person__in=keys)
    return Known(
        users=users,
        profiles={row.pk: row for row in Profile.objects.filter(pk__in=keys)},
        enrolments={(row.person_id, row.role): row for row in enrolments},
        with_goals=_keys(
            Goal.objects.filter(mentee__program=program, mentee__person__in=keys),
            "mentee_id",
        ),
        having={
            model: _keys(model._default_manager.filter(person__in=keys), "person_id")
            for model in ABOUT_PEOPLE
        },
        skills=dict(Skill.objects.values_list("slug", "pk")),
    )


def ladder_of(program: Program) -> tuple[dict[str, int], int]:
    """The program's level names with their steps, and the next free position."""
    rungs = LevelLadder.objects.filter(program=program)
    last = rungs.aggregate(last=Max("position"))["last"]
    return dict(rungs.values_list("name", "step")), 0 if last is None else last + 1


def _by_address(emails: set[str]) -> dict[str, User]:
    """Accounts by every confirmed address of theirs, in small letters."""
    owners = owners_of_addresses(emails)
    found = User.objects.annotate(small=Lower("email"))
    by_key: dict[int, User] = {
        user.pk: user
        for user in found.filter(small__in=emails)
        | found.filter(pk__in=owners.values())
    }
    users: dict[str, User] = {email: by_key[pk] for email, pk in owners.items()}
    return users | {user.email.lower(): user for user in by_key.values()}


def _keys(rows: "QuerySet[Any]", column: str) -> set[int]:
    return set(rows.values_list(column, flat=True))
