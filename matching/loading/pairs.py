"""Pairs that what happened between two people rules out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import Profile
from matching.engine.snapshot import REASONS, Exclusions
from matching.models import Pass
from mentorship.goals.models import Goal, WantedSkill
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment, NeverPair, Program
from mentorship.relationships.models import Relationship
from mentorship.safety.models import Block

Pair = tuple[int, int, str]
"""Goal id, mentor enrolment id, reason."""


class Table:
    """Which goals and mentors a person has, to turn pairs of people into rows."""

    def __init__(self, goals: list[Goal], mentors: list[Enrolment]) -> None:
        self.goals = {goal.pk: row for row, goal in enumerate(goals)}
        self.mentors = {mentor.pk: row for row, mentor in enumerate(mentors)}
        self.goals_of: dict[int, list[int]] = defaultdict(list)
        self.mentors_of: dict[int, list[int]] = defaultdict(list)
        for goal in goals:
            self.goals_of[goal.mentee.person_id].append(goal.pk)
        for mentor in mentors:
            self.mentors_of[mentor.person_id].append(mentor.pk)

    def between(self, mentee: int, mentor: int, reason: str) -> Iterator[Pair]:
        """Every goal of one person with every mentor's enrolment of the other."""
        for goal in self.goals_of.get(mentee, []):
            for enrolment in self.mentors_of.get(mentor, []):
                yield goal, enrolment, reason

    def as_arrays(self, pairs: Iterable[Pair]) -> Exclusions:
        """Pairs whose two sides are both in the snapshot, each once, in order."""
        rows = sorted(
            {
                (self.goals[goal], self.mentors[mentor], REASONS.index(reason))
                for goal, mentor, reason in pairs
                if goal in self.goals and mentor in self.mentors
            }
        )
        return Exclusions.of(
            goal=[row[0] for row in rows],
            mentor=[row[1] for row in rows],
            reason=[row[2] for row in rows],
        )


def exclusions(
    program: Program, goals: list[Goal], mentors: list[Enrolment]
) -> Exclusions:
    """All ruled-out pairs of a program's goals and mentors."""
    table = Table(goals, mentors)
    return table.as_arrays(
        [
            *reporting_lines(table),
            *blocks(table),
            *cooling_off(program, table),
            *already(program, table),
            *topics_not_taken(table, mentors),
            *not_for_me(table),
            *never_pairs(program, table),
        ]
    )


def reporting_lines(table: Table) -> Iterator[Pair]:
    """Somebody above the other, at any height, either way round."""
    managers = dict(
        Profile.objects.exclude(manager=None).values_list("person_id", "manager_id")
    )
    for person in managers:
        for above in chain(person, managers):
            yield from table.between(person, above, "reporting_line")
            yield from table.between(above, person, "reporting_line")


def chain(person: int, managers: dict[int, int]) -> list[int]:
    """Everybody above a person, nearest first; a circle in the data ends it."""
    above: list[int] = []
    while (person := managers.get(person, 0)) and person not in above:
        above.append(person)
    return above


def blocks(table: Table) -> Iterator[Pair]:
    people = [*table.goals_of, *table.mentors_of]
    found = Block.objects.filter(blocker__in=people, blocked__in=people)
    for one, other in found.values_list("blocker", "blocked"):
        yield from table.between(one, other, "block")
        yield from table.between(other, one, "block")


def cooling_off(program: Program, table: Table) -> Iterator[Pair]:
    """A no, or a relationship that ended, not long ago."""
    since = timezone.now() - timedelta(days=program.cool_off_days)
    declined = Pitch.objects.cooling_off(program.cool_off_days).filter(
        mentor__program=program
    )
    ended = Relationship.objects.filter(mentor__program=program, ended_at__gt=since)
    people = ("mentee__person", "mentor__person")
    for mentee, mentor in [*declined.values_list(*people), *ended.values_list(*people)]:
        yield from table.between(mentee, mentor, "cool_off")


def already(program: Program, table: Table) -> Iterator[Pair]:
    """Asked and not answered yet, or helping with this very goal."""
    waiting = Pitch.objects.awaiting_answer().filter(mentor__program=program)
    for mentee, mentor in waiting.values_list("mentee__person", "mentor__person"):
        yield from table.between(mentee, mentor, "already")
    helping = Relationship.objects.going_on().filter(mentor__program=program)
    for goal, mentor in helping.values_list("goal", "mentor"):
        yield goal, mentor, "already"


def topics_not_taken(table: Table, mentors: list[Enrolment]) -> Iterator[Pair]:
    """Goals about a skill that the mentor asked not to be asked about."""
    refused = Enrolment.skills_not_taken.through.objects.filter(
        enrolment__in=[mentor.pk for mentor in mentors]
    )
    mentors_refusing: dict[int, list[int]] = defaultdict(list)
    for mentor, skill in refused.values_list("enrolment_id", "skill_id"):
        mentors_refusing[skill].append(mentor)
    wanted = WantedSkill.objects.filter(
        Q(goal__in=table.goals) & Q(skill__in=mentors_refusing)
    )
    for goal, skill in wanted.values_list("goal_id", "skill_id"):
        for mentor in mentors_refusing[skill]:
            yield goal, mentor, "topic_not_taken"


def not_for_me(table: Table) -> Iterator[Pair]:
    passed = Pass.objects.filter(goal__in=table.goals)
    for goal, mentor in passed.values_list("goal_id", "mentor_id"):
        yield goal, mentor, "not_for_me"


def never_pairs(program: Program, table: Table) -> Iterator[Pair]:
    """Whom the program's admins keep apart."""
    apart = NeverPair.objects.filter(program=program)
    for mentee, mentor in apart.values_list("mentee_id", "mentor_id"):
        yield from table.between(mentee, mentor, "never_match")
