"""Lets many clients do something at the same moment, each on a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import connection

from mentorship.pitches import actions
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment
from mentorship.relationships.models import Relationship
from mentorship.transitions import NotPossible
from tests import builders

DONE = "done"


class Clients:
    """A fixed number of threads, each connected before the first race begins, so that
    a race is about rows and never about connecting."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.pool = ThreadPoolExecutor(number)
        self.start = Barrier(number)
        list(self.pool.map(self._connect, range(number)))

    def _connect(self, _: int) -> None:
        connection.ensure_connection()
        self.start.wait(30)

    def race(self, acts: Sequence[Callable[[], Any]]) -> list[str]:
        """Start all acts at once; "done" or the sentence of the refusal for each."""
        assert len(acts) == self.number
        return list(self.pool.map(self._try, acts))

    def _try(self, act: Callable[[], Any]) -> str:
        self.start.wait(30)
        try:
            act()
        except NotPossible as refusal:
            return str(refusal)
        return DONE

    def close(self) -> None:
        list(self.pool.map(self._disconnect, range(self.number)))
        self.pool.shutdown()

    def _disconnect(self, _: int) -> None:
        connection.close()
        self.start.wait(30)


@contextmanager
def clients(number: int):
    many = Clients(number)
    try:
        yield many
    finally:
        many.close()


def sent(goal, mentor, **fields) -> Pitch:
    """A request that waits for its answer, sent by its own mentee."""
    return actions.send(builders.pitch(goal, mentor, **fields), by=goal.mentee.person)


def several_sent(program, mentor, number: int) -> list[Pitch]:
    """One request each from new mentees to the same mentor."""
    return [
        sent(builders.goal(builders.mentee(program, builders.person(f"M{n}"))), mentor)
        for n in range(number)
    ]


def broken_places() -> list[str]:
    """Mentors whose count differs from their relationships, or exceeds their places."""
    wrong = []
    for mentor in Enrolment.objects.filter(role="mentor"):
        for kind, (places, taken) in Enrolment.PLACES.items():
            real = Relationship.objects.going_on().filter(mentor=mentor, kind=kind)
            count, counted = real.count(), getattr(mentor, taken)
            if count != counted or count > getattr(mentor, places):
                wrong.append(f"{mentor}: {count} real, {counted} counted, of {kind}")
    return wrong


def without_locks(mentor_id: int, mentee_id: int):
    """What ``lock_pair`` would be if somebody forgot to lock. For negative controls."""
    both = Enrolment.objects.select_related("program", "person__profile").in_bulk(
        [mentor_id, mentee_id]
    )
    return both[mentor_id], both[mentee_id]


def take_place_by_looking(mentor, kind) -> None:
    """What ``take_place`` would be if it looked first and counted afterwards."""
    places, taken = Enrolment.PLACES[kind]
    seen = Enrolment.objects.get(pk=mentor.pk)
    if seen.free_places(kind) <= 0:
        raise NotPossible("full")
    Enrolment.objects.filter(pk=mentor.pk).update(**{taken: getattr(seen, taken) + 1})


def move_without_looking(pitch, old, new, **changes) -> bool:
    """What ``move`` would be without its condition on the old state."""
    Pitch.objects.filter(pk=pitch.pk).update(state=new, **changes)
    return True
