"""Pairs that what happened between two people rules out.

They are read anew each time, of the smaller side: one changed goal asks what happened to
its mentee, a changed mentor what happened to that mentor.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cached_property

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from matching.engine.snapshot import REASONS, Exclusions
from matching.models import Pass
from mentorship.pitches.models import Pitch
from mentorship.programs.models import NeverPair, Program
from mentorship.relationships.models import Relationship
from mentorship.safety.models import Block

Pair = tuple[int, int, str]
"""Goal id, mentor enrolment id, reason."""

_LINES = """
WITH RECURSIVE
up (person, above) AS (
    SELECT person_id, manager_id FROM accounts_profile
        WHERE manager_id IS NOT NULL AND person_id = ANY(%(people)s)
    UNION SELECT up.person, manager_id FROM up
        JOIN accounts_profile ON person_id = up.above WHERE manager_id IS NOT NULL
),
down (person, above) AS (
    SELECT person_id, manager_id FROM accounts_profile
        WHERE manager_id = ANY(%(people)s)
    UNION SELECT person_id, down.above FROM down
        JOIN accounts_profile ON manager_id = down.person
)
SELECT person, above FROM up UNION SELECT person, above FROM down
"""

_REFUSED = """
SELECT goal_id, enrolment_id FROM goals_wantedskill
    JOIN programs_enrolment_skills_not_taken USING (skill_id)
"""


class Rows:
    """The goals, or the mentors, of a table: which row has which id, and which ids each
    person has."""

    def __init__(self, ids: Iterable[int], persons: Iterable[int]) -> None:
        self.row: dict[int, int] = {}
        self.of_person: dict[int, list[int]] = defaultdict(list)
        for row, (pk, person) in enumerate(zip(ids, persons, strict=True)):
            self.row[pk] = row
            self.of_person[person].append(pk)

    def __len__(self) -> int:
        return len(self.row)


class Table:
    """Goals and mentors, to turn pairs of people into pairs of rows."""

    def __init__(self, goals: Rows, mentors: Rows) -> None:
        self.goals, self.mentors = goals, mentors
        self.few_goals = len(goals) <= len(mentors)

    @cached_property
    def few(self) -> list[int]:
        """The people of the smaller side: every pair has one of them."""
        return list((self.goals if self.few_goals else self.mentors).of_person)

    def one_of_few(self, mentee: str, mentor: str) -> Q:
        """Rows whose person on the smaller side is one of the few."""
        return Q(**{f"{mentee if self.few_goals else mentor}__in": self.few})

    def between(self, mentee: int, mentor: int, reason: str) -> Iterator[Pair]:
        """Every goal of one person with every mentor's enrolment of the other."""
        for goal in self.goals.of_person.get(mentee, []):
            for enrolment in self.mentors.of_person.get(mentor, []):
                yield goal, enrolment, reason

    def as_arrays(self, pairs: Iterable[Pair]) -> Exclusions:
        """Pairs whose two sides are both in the table, each once, in order."""
        goals, mentors = self.goals.row, self.mentors.row
        rows = sorted(
            {
                (goals[goal], mentors[mentor], REASONS.index(reason))
                for goal, mentor, reason in pairs
                if goal in goals and mentor in mentors
            }
        )
        return Exclusions.of(
            goal=[row[0] for row in rows],
            mentor=[row[1] for row in rows],
            reason=[row[2] for row in rows],
        )


def exclusions(program: Program, table: Table) -> Exclusions:
    """All ruled-out pairs of a program's goals and mentors."""
    return table.as_arrays(
        [
            *reporting_lines(table),
            *blocks(table),
            *cooling_off(program, table),
            *already(program, table),
            *topics_not_taken(table),
            *not_for_me(table),
            *never_pairs(program, table),
        ]
    )


def reporting_lines(table: Table) -> Iterator[Pair]:
    """Somebody above the other, at any height, either way round; a circle in the data
    ends there."""
    for person, above in _asked(_LINES, {"people": table.few}):
        yield from table.between(person, above, "reporting_line")
        yield from table.between(above, person, "reporting_line")


def _asked(statement: str, values: dict[str, list[int]]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[int, int]] = cursor.fetchall()
    return found


def blocks(table: Table) -> Iterator[Pair]:
    few = Q(blocker__in=table.few) | Q(blocked__in=table.few)
    for one, other in Block.objects.filter(few).values_list("blocker", "blocked"):
        yield from table.between(one, other, "block")
        yield from table.between(other, one, "block")


def cooling_off(program: Program, table: Table) -> Iterator[Pair]:
    """A no, or a relationship that ended, not long ago."""
    since = timezone.now() - timedelta(days=program.cool_off_days)
    declined = Pitch.objects.cooling_off(program.cool_off_days)
    ended = Relationship.objects.filter(ended_at__gt=since)
    for found in (declined, ended):
        for mentee, mentor in _people_of(found, program, table):
            yield from table.between(mentee, mentor, "cool_off")


def _people_of(
    rows: "QuerySet[Pitch] | QuerySet[Relationship]", program: Program, table: Table
) -> Iterable[tuple[int, int]]:
    """Mentee and mentor of rows of the program about the few."""
    people = ("mentee__person", "mentor__person")
    mine = rows.filter(table.one_of_few(*people), mentor__program=program)
    return mine.values_list(*people)


def already(program: Program, table: Table) -> Iterator[Pair]:
    """Asked and not answered yet, or helping with this very goal."""
    for mentee, mentor in _people_of(Pitch.objects.awaiting_answer(), program, table):
        yield from table.between(mentee, mentor, "already")
    helping = Relationship.objects.going_on().filter(
        table.one_of_few("mentee__person", "mentor__person"), mentor__program=program
    )
    for goal, mentor in helping.values_list("goal", "mentor"):
        yield goal, mentor, "already"


def topics_not_taken(table: Table) -> Iterator[Pair]:
    """Goals about a skill that the mentor asked not to be asked about."""
    side, rows = "enrolment_id", table.mentors
    if table.few_goals:
        side, rows = "goal_id", table.goals
    statement = f"{_REFUSED} WHERE {side} = ANY(%(ids)s)"
    for goal, mentor in _asked(statement, {"ids": list(rows.row)}):
        yield goal, mentor, "topic_not_taken"


def not_for_me(table: Table) -> Iterator[Pair]:
    few = (
        Q(goal__in=table.goals.row)
        if table.few_goals
        else Q(mentor__in=table.mentors.row)
    )
    for goal, mentor in Pass.objects.filter(few).values_list("goal_id", "mentor_id"):
        yield goal, mentor, "not_for_me"


def never_pairs(program: Program, table: Table) -> Iterator[Pair]:
    """Whom the program's admins keep apart."""
    apart = NeverPair.objects.filter(
        table.one_of_few("mentee", "mentor"), program=program
    )
    for mentee, mentor in apart.values_list("mentee_id", "mentor_id"):
        yield from table.between(mentee, mentor, "never_match")
