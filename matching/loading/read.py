"""Reads everything a run of one program needs, in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from matching.engine.snapshot import Snapshot
from matching.engine.text.passages import Reading
from matching.loading import pairs, tables, texts
from matching.loading.people import Names, People
from mentorship.goals.models import Goal, GoalQuerySet
from mentorship.programs.models import Enrolment, Program


@dataclass(frozen=True)
class Inputs:
    """The tables of the engine and the texts beside them, row for row."""

    snapshot: Snapshot
    goals: list[Reading]
    mentors: list[Reading]


def read(
    program: Program, rules: dict[str, Any], only: GoalQuerySet | None = None
) -> Inputs:
    """Read a program's matchable goals, or some of them, and all of its mentors.

    ``rules`` is a run's snapshot of the program's rules.
    """
    wanted = Goal.objects.all() if only is None else only
    goals = list(
        wanted.matchable()
        .filter(mentee__program=program)
        .select_related("mentee")
        .order_by("pk")
    )
    mentors = list(Enrolment.objects.mentors().filter(program=program).order_by("pk"))
    people = People(
        [goal.mentee.person_id for goal in goals]
        + [mentor.person_id for mentor in mentors]
    )
    names = Names()
    snapshot = Snapshot(
        tables.goals_table(goals, people, names, rules.get("windows", {})),
        tables.mentors_table(mentors, people, names),
        pairs.exclusions(program, goals, mentors),
    )
    return Inputs(
        snapshot,
        texts.goal_readings(goals, people),
        texts.mentor_readings(mentors, people),
    )
