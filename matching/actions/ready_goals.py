"""A program's goals and what it takes to stand in each list, as changed mentors meet
them; see ``held``."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Count, Min, Q

from matching import loading
from matching.actions.held import Held, Source, now_of, too_many
from matching.actions.ready import WORTH_KEEPING, know_texts
from matching.engine.standing import Standing
from matching.engine.tables import Column, Int64s, together
from matching.engine.text.arrays import GoalTexts, stack_goals
from matching.loading import texts, vectors
from matching.loading.changed import Since
from matching.loading.people import People
from matching.loading.read import goals_of
from matching.loading.sides import Asking
from matching.models import Run, Suggestion
from mentorship.goals.models import Goal, GoalQuerySet
from mentorship.programs.models import Program

_FORM = 2  # of the arrays that are kept: another number makes every name another


@dataclass(frozen=True)
class Lists:
    """Some goals row for row, and what it takes to stand in their lists."""

    asking: Asking
    texts: GoalTexts
    standing: Standing

    @property
    def goals(self) -> Int64s:
        """Their ids."""
        return self.asking.table.id

    def with_lists(self, run: Run, changed: set[int]) -> "Lists":
        """With the lists of some goals as they are now."""
        rows = np.flatnonzero(np.isin(self.goals, list(changed)))
        if not len(rows):
            return self
        least = self.standing.least.copy()
        least[rows] = least_shown(run, self.goals[rows].tolist())
        return replace(self, standing=replace(self.standing, least=least))


@dataclass(frozen=True)
class ReadyLists(Held):
    """All lists as they were read at once, and of the goals that ``changed`` since as
    they were read again."""

    all_read: Lists
    again: Lists | None = None
    changed: frozenset[int] = frozenset()

    def goals(self, only: Collection[int] | None) -> tuple[Asking, GoalTexts]:
        """All goals, or only some, by id: as reading them from rows gives them."""
        asking, said = _only(self.all_read, only, self.changed)
        if self.again is None:
            return asking, said
        more, more_said = _only(self.again, only)
        asking, said = asking.join(more), said.join(more_said)
        order = np.argsort(asking.table.id)
        return asking.take(order), said.take(order)


def _only(
    lists: Lists, only: Collection[int] | None, besides: Collection[int] = ()
) -> tuple[Asking, GoalTexts]:
    """Some of the goals; the very same arrays where that is all of them."""
    wanted = ~np.isin(lists.goals, list(besides))
    if only is not None:
        wanted &= np.isin(lists.goals, list(only))
    if wanted.all():
        return lists.asking, lists.texts
    rows = np.flatnonzero(wanted)
    return lists.asking.take(rows), lists.texts.take(rows)


def lists_now(run: Run) -> list[tuple[Lists, set[int]]]:
    """The lists that a program shows, in parts, each with the goals that are not to be
    looked for in it."""
    ready = _ready_lists(run)
    if ready is None:
        return [(read_lists(run, Goal.objects.all()), set())]
    parts = [(ready.all_read, set(ready.changed))]
    return [*parts, (ready.again, set())] if ready.again else parts


def goals_now(run: Run, only: GoalQuerySet | None) -> tuple[Asking, GoalTexts] | None:
    """The goals of a program that take part now, or some of them; None if rows have to
    be read."""
    ready = _ready_lists(run)
    if ready is None:
        return None
    return ready.goals(None if only is None else set(only.values_list("pk", flat=True)))


def _ready_lists(run: Run) -> ReadyLists | None:
    return now_of(_Goals(run)) if vectors.is_prepared(run.encoder) else None


class _Goals(Source[ReadyLists]):
    kinds = frozenset({"people", "goals", "lists"})

    def __init__(self, run: Run) -> None:
        self.run = run
        rules = json.dumps(run.rules, sort_keys=True).encode()
        self.name = f"goals {_FORM} {run.pk} {hashlib.sha256(rules).hexdigest()}"

    def is_worth_it(self) -> bool:
        return self._goals().count() >= WORTH_KEEPING

    def _goals(self) -> GoalQuerySet:
        return Goal.objects.filter(mentee__program=self.run.program_id)

    def read(self) -> Mapping[str, Column]:
        made = read_lists(self.run, Goal.objects.all())
        return {
            **{
                f"goals.{key}": column
                for key, column in made.asking.to_arrays().items()
            },
            **{
                f"texts.{key}": column for key, column in made.texts.to_arrays().items()
            },
            "least": made.standing.least,
        }

    def unpack(self, arrays: Mapping[str, Column], when: Held) -> ReadyLists:
        asking = Asking.from_arrays(together("goals", arrays))
        read = Lists(
            asking,
            GoalTexts.from_arrays(together("texts", arrays)),
            _standing(self.run, asking, arrays["least"]),
        )
        return ReadyLists(when.seen, when.at, when.began, read)

    def brought_up(
        self, held: ReadyLists, since: Since, now: datetime
    ) -> ReadyLists | None:
        fresh = self._goals_among(since, held)
        if since.lists:
            again = held.again and held.again.with_lists(self.run, since.lists)
            whole = held.all_read.with_lists(self.run, since.lists)
            held = replace(held, all_read=whole, again=again)
        if not fresh:
            return held
        goals = {*held.changed, *fresh}
        if too_many(len(goals), len(held.all_read.goals)):
            return None
        again = read_lists(self.run, Goal.objects.filter(pk__in=goals))
        return replace(held, again=again, changed=frozenset(goals))

    def _goals_among(self, since: Since, held: ReadyLists) -> set[int]:
        """Goals of the program that are, or were, of whoever changed."""
        if not (since.goals or since.people):
            return set()
        of = Q(pk__in=since.goals) | Q(mentee__person__in=since.people)
        table = held.all_read.asking.table
        theirs = np.isin(table.person, list(since.people))
        theirs |= np.isin(table.id, list(since.goals))
        now = self._goals().filter(of).values_list("pk", flat=True)
        return {*now, *table.id[theirs].tolist()}


def read_lists(run: Run, among: GoalQuerySet) -> Lists:
    """Some goals from rows, with the lists that the run shows."""
    asking, said = read_goals(run.program, among, run.encoder, run.rules)
    least = least_shown(run, asking.table.id.tolist())
    return Lists(asking, said, _standing(run, asking, least))


def read_goals(
    program: Program, among: GoalQuerySet, encoder_name: str, rules: dict[str, Any]
) -> tuple[Asking, GoalTexts]:
    """Some goals from rows, with their texts."""
    goals = goals_of(program, among)
    people = People(goal.mentee.person_id for goal in goals)
    asking = Asking.read(goals, people, rules.get("windows", {}))
    readings = texts.goal_readings(goals, people)
    know_texts(readings, [], encoder_name)
    against = loading.background(encoder_name)
    found = vectors.vectors_of(readings, against.encoder)
    return asking, stack_goals(readings, found, against)


def _standing(run: Run, asking: Asking, least: Int64s) -> Standing:
    weights = loading.weights(run.rules)
    return Standing.of(asking.table, least, weights)


def least_shown(run: Run, goals: Iterable[int]) -> Int64s:
    """From which score on somebody is in each list: as good as the last one shown, or
    anything where there is room."""
    ids = list(goals)
    shown = Suggestion.objects.filter(run=run, goal__in=ids).values("goal")
    last = {
        row["goal"]: row["least"]
        for row in shown.annotate(shown=Count("mentor"), least=Min("score"))
        if row["shown"] >= Suggestion.MOST
    }
    return np.array([last.get(pk, 0) for pk in ids], np.int64)
