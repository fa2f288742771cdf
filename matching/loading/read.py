"""Reads everything a run of one program needs, in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any, Self

from matching.engine.arranged import order_of_goals, order_of_mentors
from matching.engine.snapshot import Snapshot
from matching.engine.text.passages import Reading
from matching.loading import texts
from matching.loading.people import People
from matching.loading.sides import Asking, Helping, meeting
from mentorship.goals.models import Goal, GoalQuerySet
from mentorship.programs.models import Enrolment, EnrolmentQuerySet, Program


@dataclass(frozen=True)
class Inputs:
    """The tables of the engine and the texts beside them, row for row.

    What mentors hope to get is a text here: it becomes concepts as soon as it has
    vectors (``meaning.with_meaning``).
    """

    snapshot: Snapshot
    goals: list[Reading]
    mentors: list[Reading]
    hopes: list[list[str]]

    def ordered(self) -> Self:
        """The same in the order that saves a run the most work."""
        goals = order_of_goals(self.snapshot.goals)
        mentors = order_of_mentors(self.snapshot.mentors)
        return type(self)(
            snapshot=self.snapshot.ordered(goals, mentors),
            goals=[self.goals[row] for row in goals],
            mentors=[self.mentors[row] for row in mentors],
            hopes=[self.hopes[row] for row in mentors],
        )


def read(
    program: Program,
    rules: dict[str, Any],
    only: GoalQuerySet | None = None,
    only_mentors: EnrolmentQuerySet | None = None,
) -> Inputs:
    """Read a program's matchable goals and its mentors, or some of either.

    ``rules`` is a run's snapshot of the program's rules.
    """
    wanted = Goal.objects.all() if only is None else only
    goals = goals_of(program, wanted)
    helping = Enrolment.objects.all() if only_mentors is None else only_mentors
    mentors = mentors_of(program, helping)
    people = People(
        [goal.mentee.person_id for goal in goals]
        + [mentor.person_id for mentor in mentors]
    )
    return Inputs(
        snapshot=meeting(
            program,
            Asking.read(goals, people, rules.get("windows", {})),
            Helping.read(mentors, people),
            texts.concepts_as_read(),
        ),
        goals=texts.goal_readings(goals, people),
        mentors=texts.mentor_readings(mentors, people),
        hopes=texts.hope_pieces(mentors, people),
    )


def goals_of(program: Program, among: GoalQuerySet) -> list[Goal]:
    """The goals of a program that take part, in a fixed order."""
    here = among.matchable().filter(mentee__program=program)
    return list(here.select_related("mentee").order_by("pk"))


def mentors_of(program: Program, among: EnrolmentQuerySet) -> list[Enrolment]:
    return list(among.mentors().filter(program=program).order_by("pk"))
