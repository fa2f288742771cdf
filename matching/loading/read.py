"""Reads everything a run of one program needs, in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from matching.engine.snapshot import Snapshot
from matching.engine.text.passages import Reading
from matching.loading import pairs, tables, tags, texts
from matching.loading.people import Names, People
from matching.loading.wishes import conditions_and_wishes
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
    goals = list(
        wanted.matchable()
        .filter(mentee__program=program)
        .select_related("mentee")
        .order_by("pk")
    )
    helping = Enrolment.objects.all() if only_mentors is None else only_mentors
    mentors = list(helping.mentors().filter(program=program).order_by("pk"))
    return _Reader(program, goals, mentors).inputs(rules)


class _Reader:
    """One reading of a program: the rows, and what several tables are made from."""

    def __init__(
        self, program: Program, goals: list[Goal], mentors: list[Enrolment]
    ) -> None:
        self.program, self.goals, self.mentors = program, goals, mentors
        mentees = [goal.mentee.person_id for goal in goals]
        helpers = [mentor.person_id for mentor in mentors]
        self.people = People(mentees + helpers)
        self.wanted = tables.wanted_of(goals)
        self.shown, self.networks = tags.network_tags(helpers, shown_only=True)
        counting = {
            goal.mentee.person_id
            for goal in goals
            if goal.pk in self.wanted.networks_count
        }
        self.own, _ = tags.network_tags(counting, shown_only=False)

    def inputs(self, rules: dict[str, Any]) -> Inputs:
        goals, mentors, people = self.goals, self.mentors, self.people
        return Inputs(
            self.snapshot(rules.get("windows", {})),
            texts.goal_readings(goals, people),
            texts.mentor_readings(mentors, people),
            texts.hope_pieces(mentors, people),
        )

    def snapshot(self, windows: dict[str, Any]) -> Snapshot:
        goals, mentors, people = self.goals, self.mentors, self.people
        names = Names()
        mine, theirs = tags.as_bits(
            tags.goal_tags(goals, people, self.own, self.wanted.networks_count),
            tags.mentor_tags(mentors, people, self.shown),
        )
        conditions, wishes = conditions_and_wishes(
            goals, mentors, people, self.wanted.conditions, self.networks
        )
        return Snapshot(
            tables.goals_table(goals, people, names, windows, self.wanted, mine),
            tables.mentors_table(mentors, people, names, theirs),
            pairs.exclusions(self.program, goals, mentors),
            texts.concepts_as_read(),
            conditions,
            wishes,
        )
