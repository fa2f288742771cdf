"""The two sides of a program, each as it is by itself, and how they meet.

What a side is does not depend on the other one, so either can stay where it is while the
other changes. What two sides have in common gets its numbers and bits when they meet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from matching.engine.snapshot import Concepts, Goals, Mentors, Snapshot, Wishes
from matching.engine.tables import Column, Int64s, together
from matching.loading import tables, tags
from matching.loading.pairs import Rows, Table, exclusions
from matching.loading.people import Names, People
from matching.loading.things import Things, as_bits, text_column, texts_of
from matching.loading.wishes import Asked, facts_of, met, wishes_of
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, Program


@dataclass(frozen=True, eq=False)
class Asking:
    """Goals: their table, the names that it numbers, what their mentees told that a
    mentor may have told too, and what they insist on."""

    table: Goals
    names: list[str]
    tags: Things
    asked: list[Asked]
    wishes: Wishes

    @classmethod
    def read(cls, goals: list[Goal], people: People, windows: dict[str, Any]) -> Self:
        wanted, names = tables.wanted_of(goals), Names()
        counts = wanted.networks_count
        counting = {goal.mentee.person_id for goal in goals if goal.pk in counts}
        networks, _ids = tags.network_tags(counting, shown_only=False)
        asked, wishes = wishes_of(goals, people, wanted.conditions)
        return cls(
            tables.goals_table(goals, people, names, windows, wanted),
            list(names.numbers),
            Things.of(tags.goal_tags(goals, people, networks, counts)),
            asked,
            wishes,
        )

    def to_arrays(self) -> dict[str, Column]:
        return _apart(
            self.names,
            table=self.table.to_arrays(),
            tags=self.tags.to_arrays(),
            wishes=self.wishes.to_arrays(),
        ) | {"asked": text_column(self.asked)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Column]) -> Self:
        """What ``to_arrays`` took apart; nothing large is copied."""
        return cls(
            Goals.from_arrays(together("table", arrays)),
            _names(arrays),
            Things.from_arrays(together("tags", arrays)),
            [Asked(*words) for words in texts_of(arrays["asked"])],
            Wishes.from_arrays(together("wishes", arrays)),
        )

    @cached_property
    def rows(self) -> Rows:
        return Rows(self.table.id.tolist(), self.table.person.tolist())

    def take(self, rows: Int64s) -> Self:
        """Some of the goals, in the order given."""
        place = np.full(len(self.table), -1, np.int64)
        place[rows] = np.arange(len(rows))
        wishes = replace(self.wishes, goal=place[self.wishes.goal])
        order = np.argsort(wishes.goal, kind="stable")
        return replace(
            self,
            table=self.table.take(rows),
            tags=self.tags.take(rows),
            wishes=wishes.take(order[wishes.goal[order] >= 0]),
        )

    def join(self, more: Self) -> Self:
        """These goals, and then some more."""
        names = Names(self.names)
        theirs = _renumbered(more.table, more.names, names)
        numbers = {one: number for number, one in enumerate(self.asked)}
        asked = [numbers.setdefault(one, len(numbers)) for one in more.asked]
        wishes = replace(
            more.wishes,
            goal=more.wishes.goal + len(self.table),
            condition=np.array(asked, np.int64)[more.wishes.condition],
        )
        return replace(
            self,
            table=Goals.join([self.table, theirs]),
            names=list(names.numbers),
            tags=self.tags.join(more.tags),
            asked=list(numbers),
            wishes=Wishes.join([self.wishes, wishes]),
        )


@dataclass(frozen=True, eq=False)
class Helping:
    """Mentors: the same, and what a goal may insist on."""

    table: Mentors
    names: list[str]
    tags: Things
    facts: Things

    @classmethod
    def read(cls, mentors: list[Enrolment], people: People) -> Self:
        names = Names()
        persons = [mentor.person_id for mentor in mentors]
        shown, networks = tags.network_tags(persons, shown_only=True)
        return cls(
            tables.mentors_table(mentors, people, names),
            list(names.numbers),
            Things.of(tags.mentor_tags(mentors, people, shown)),
            Things.of(
                [facts_of(people, one, networks.get(one, set())) for one in persons]
            ),
        )

    @cached_property
    def rows(self) -> Rows:
        return Rows(self.table.id.tolist(), self.table.person.tolist())

    def take(self, rows: Int64s) -> Self:
        return replace(
            self,
            table=self.table.take(rows),
            tags=self.tags.take(rows),
            facts=self.facts.take(rows),
        )

    def join(self, more: Self) -> Self:
        """These mentors, and then some more."""
        names = Names(self.names)
        theirs = _renumbered(more.table, more.names, names)
        return replace(
            self,
            table=Mentors.join([self.table, theirs]),
            names=list(names.numbers),
            tags=self.tags.join(more.tags),
            facts=self.facts.join(more.facts),
        )

    def to_arrays(self) -> dict[str, Column]:
        return _apart(
            self.names,
            table=self.table.to_arrays(),
            tags=self.tags.to_arrays(),
            facts=self.facts.to_arrays(),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Column]) -> Self:
        """What ``to_arrays`` took apart; nothing large is copied."""
        return cls(
            Mentors.from_arrays(together("table", arrays)),
            _names(arrays),
            Things.from_arrays(together("tags", arrays)),
            Things.from_arrays(together("facts", arrays)),
        )


def _apart(names: list[str], **parts: Mapping[str, Column]) -> dict[str, Column]:
    apart = {"names": text_column([[name] for name in names])}
    for part, arrays in parts.items():
        apart |= {f"{part}.{name}": array for name, array in arrays.items()}
    return apart


def _names(arrays: Mapping[str, Column]) -> list[str]:
    return [name for (name,) in texts_of(arrays["names"])]


def meeting(
    program: Program, asking: Asking, helping: Helping, concepts: Concepts
) -> Snapshot:
    """Both sides as the engine takes them, and which pairs are ruled out."""
    goals, mentors = asking.table, helping.table
    if len(asking.names) <= len(helping.names):
        goals = _renumbered(goals, asking.names, Names(helping.names))
    else:
        mentors = _renumbered(mentors, helping.names, Names(asking.names))
    mine, theirs = as_bits(asking.tags, helping.tags)
    return Snapshot(
        goals.but(tags=mine),
        mentors.but(tags=theirs),
        exclusions(program, Table(asking.rows, helping.rows)),
        concepts,
        met(asking.asked, helping.facts),
        asking.wishes,
    )


def _renumbered(table: Any, own: Iterable[str], names: Names) -> Any:
    """A table with its fields and organisations numbered as in ``names``."""
    number = np.array([*(names.number(name) for name in own), -1], np.int64)
    columns = {"organisation": table.organisation}
    field = "field" if isinstance(table, Goals) else "track_field"
    columns[field] = getattr(table, field)
    return replace(
        table,
        **{
            name: number[column].astype(column.dtype)
            for name, column in columns.items()
        },
    )
