"""From checked rows to the rows of the database that an import would write.

A dry run and an import make the same plan; the import also writes it. People who are
here already keep what they said: only what is empty is filled.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import (
    FreeHours,
    PersonSkill,
    Profile,
    Story,
    User,
)
from mentorship.goals.models import Goal, WantedSkill
from mentorship.intake import checking, known, making
from mentorship.intake.checking import Problem, Row
from mentorship.intake.reading import Table
from mentorship.intake.recipes import Recipe
from mentorship.programs.models import Enrolment, LevelLadder, Program

PROFILE = {
    "pronouns": "pronouns",
    "headline": "headline",
    "time zone": "time_zone",
    "languages": "languages",
    "organisation": "organisation",
    "site": "site",
}


@dataclass
class Plan:
    """What would be written, and what is said about each row."""

    rows: list[Row]
    missing: list[str] = field(default_factory=list)
    happens: dict[int, list[str]] = field(default_factory=dict)
    new: dict[type[Model], list[Any]] = field(default_factory=dict)
    changed: dict[type[Model], dict[int, Any]] = field(default_factory=dict)
    people_changed: dict[int, User] = field(default_factory=dict)
    own_words: set[str] = field(default_factory=set)
    known_people: int = 0

    @property
    def problems(self) -> list[Problem]:
        return list(checking.problems_of(self.rows))

    @property
    def possible(self) -> bool:
        return not self.missing and not any(row.problems for row in self.rows)

    def of(self, model: type[Model]) -> list[Any]:
        return self.new.get(model, [])

    def add(self, *rows: Model) -> None:
        for row in rows:
            self.new.setdefault(type(row), []).append(row)

    def change(self, row: Any) -> None:
        self.changed.setdefault(type(row), {})[row.pk] = row

    def figures(self) -> dict[str, int]:
        """How much of what, for the page and for the record."""
        roles = [enrolment.role for enrolment in self.of(Enrolment)]
        return {
            "rows": len(self.rows),
            "people": len(self.of(User)),
            "known": self.known_people,
            "mentees": roles.count(Enrolment.Role.MENTEE),
            "mentors": roles.count(Enrolment.Role.MENTOR),
            "goals": len(self.of(Goal)),
        }


def make_plan(program: Program, table: Table, recipe: Recipe) -> Plan:
    """What an import of this file would do now. Reads the database, writes nothing."""
    missing = recipe.missing(table.header)
    if missing:
        return Plan([], missing=missing)
    names, position = known.ladder_of(program)
    rungs = {name: step for name, step in recipe.ladder.items() if name not in names}
    rows = checking.check(table, recipe, names | rungs)
    plan = Plan(rows)
    plan.add(
        *(
            LevelLadder(program=program, name=name, step=step, position=place)
            for place, (name, step) in enumerate(rungs.items(), position)
        )
    )
    emails = {row.email for row in rows} | {
        row.get("manager email", "") for row in rows
    }
    _Planner(program, plan, known.look_up(program, emails - {""})).go()
    return plan


class _Planner:
    """Walks the rows once, keeping what each person has by then."""

    def __init__(self, program: Program, plan: Plan, here: known.Known) -> None:
        self.program, self.plan, self.here = program, plan, here
        self.users = dict(here.users)
        self.profiles: dict[int, Profile] = {}
        self.enrolments: dict[tuple[int, str], Enrolment] = {}
        self.has: set[tuple[type[Model], int]] = set()
        self.first_rows: dict[int, Row] = {}
        self.told: list[str] = []

    def go(self) -> None:
        for row in self.plan.rows:
            self.told = self.plan.happens[row.number] = []
            if row.email in self.here.users:
                self._refuse_mistaken(row)
            if not row.problems:
                self._person(row)
        self._managers()
        self.plan.known_people = len(self.first_rows)

    def _refuse_mistaken(self, row: Row) -> None:
        """Closed accounts, and one account under two of its addresses."""
        user = self.here.users[row.email]
        if not user.is_active:
            row.refuse(
                "email",
                _("This account was closed. Take the row out of the file."),
            )
        other = self.first_rows.setdefault(user.pk, row)
        if other.email != row.email:
            row.refuse(
                "email",
                _("Row %(row)s is the same person under another address. Use one.")
                % {"row": other.number},
            )

    # --- one person -------------------------------------------------------------------

    def _person(self, row: Row) -> None:
        user = self.users.get(row.email)
        if user is None:
            user = self.users[row.email] = User(email=row.email)
            self.plan.add(user)
            self.told.append(_("new person"))
        gained = [*self._profile(row, user), *self._about(row, user)]
        for role in row.roles:
            gained += self._part(row, user, role)
        if user.pk and gained:
            self.plan.people_changed[user.pk] = user
            self.told.append(_("gains %(what)s") % {"what": ", ".join(gained)})
        if not self.told:
            self.told.append(_("is here already; nothing changes"))

    def _profile(self, row: Row, user: User) -> list[str]:
        """A profile for a new person; for others only its empty lines."""
        profile = self.profiles.get(id(user)) or self.here.profiles.get(user.pk or 0)
        if profile is None:
            profile = Profile(person=user, name=row.name)
            self.plan.add(profile)
        self.profiles[id(user)] = profile
        gained = [
            name
            for name, column in PROFILE.items()
            if name in row.values and not getattr(profile, column)
        ]
        for name in gained:
            setattr(profile, PROFILE[name], row.values[name])
        if gained and not profile._state.adding:
            self.plan.change(profile)
        return gained

    def _about(self, row: Row, user: User) -> list[str]:
        """Track, skills, story, hours and style, each only if there is none yet."""
        made: dict[str, list[Model]] = {
            "field": list(making.track(row, user)),
            "skills": [
                PersonSkill(person=user, **self._skill(written))
                for written in row.get("skills", [])
            ],
            "story": [Story(person=user, text=row.get("story"))]
            if "story" in row.values
            else [],
            "free hours": [
                FreeHours(person=user, weekday=day, slots=slots)
                for day, slots in row.get("free hours", {}).items()
            ],
            "style": list(making.style(row, user)),
        }
        return [name for name, rows in made.items() if self._first(user, rows)]

    def _first(self, user: User, rows: list[Model]) -> bool:
        """Add rows of one kind if the person has none of that kind."""
        if not rows:
            return False
        kind = type(rows[0])
        if (kind, id(user)) in self.has or user.pk in self.here.having[kind]:
            return False
        self.has.add((kind, id(user)))
        self.plan.add(*rows)
        return True

    def _skill(self, written: str) -> dict[str, Any]:
        """Columns for a skill: a concept, or own words where the vocabulary has none."""
        if written in self.here.skills:
            return {"skill_id": self.here.skills[written], "words": ""}
        words = written.removeprefix("=")
        self.plan.own_words.add(words)
        return {"skill_id": None, "words": words}

    # --- their part in the program ----------------------------------------------------

    def _part(self, row: Row, user: User, role: str) -> list[str]:
        enrolment = self.enrolments.get((id(user), role)) or self.here.enrolments.get(
            (user.pk or 0, role)
        )
        if enrolment is None:
            enrolment = self._enrolment(row, user, role)
            self.told.append(_("becomes %(role)s") % {"role": role})
            gained = []
        elif enrolment.left_at is not None:
            row.notes.append(
                _("Left this program as %(role)s; only they can come back.")
                % {"role": role}
            )
            return []
        else:
            gained = self._fill(row, enrolment)
        self.enrolments[id(user), role] = enrolment
        if role == Enrolment.Role.MENTEE and self._goal(row, user, enrolment):
            (self.told if enrolment._state.adding else gained).append(_("a goal"))
        return gained

    def _enrolment(self, row: Row, user: User, role: str) -> Enrolment:
        enrolment = Enrolment(program=self.program, person=user, role=role)
        if role == Enrolment.Role.MENTOR:
            enrolment.accepting = row.get("accepting", False)
            enrolment.conversation_places = row.get("conversation places", 0)
            enrolment.ongoing_places = row.get("ongoing places", 0)
        for name, words in making.words(row, role).items():
            setattr(enrolment, name, words)
        self.plan.add(enrolment)
        return enrolment

    def _fill(self, row: Row, enrolment: Enrolment) -> list[str]:
        """Empty texts of somebody who takes part already; never places or consent."""
        gained = [
            name
            for name in making.words(row, enrolment.role)
            if not getattr(enrolment, name)
        ]
        for name in gained:
            setattr(enrolment, name, making.words(row, enrolment.role)[name])
        if gained and not enrolment._state.adding:
            self.plan.change(enrolment)
        return [name.replace("_", " ") for name in gained]

    def _goal(self, row: Row, user: User, mentee: Enrolment) -> bool:
        """The goal of the row, for a mentee who has none."""
        has = (Goal, id(user)) in self.has or mentee.pk in self.here.with_goals
        if "goal" not in row.values or has:
            return False
        self.has.add((Goal, id(user)))
        goal = making.goal_of(row, mentee)
        self.plan.add(goal)
        self.plan.add(
            *(
                WantedSkill(goal=goal, **self._skill(written))
                for written in row.get("wanted skills", [])
            ),
            *making.assessment(row, goal),
        )
        return True

    # --- who reports to whom ----------------------------------------------------------

    def _managers(self) -> None:
        """Reporting lines, when everybody of the file is known."""
        for row in self.plan.rows:
            email = row.get("manager email")
            if row.problems or not email:
                continue
            manager, person = self.users.get(email), self.users[row.email]
            profile = self.profiles[id(person)]
            if manager is None:
                row.notes.append(
                    _(
                        "%(email)s is not a person here: the reporting line stays unknown."
                    )
                    % {"email": email}
                )
            elif profile.manager_id is None and profile.manager is None:
                if manager is person or (manager.pk and manager.pk == person.pk):
                    continue  # another address of their own
                profile.manager = manager
                if not profile._state.adding:
                    self.plan.change(profile)
