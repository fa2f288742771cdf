"""What the mentors who take part are open to, against what goals want.

A part of the match report, defined for a program of nobody and of one.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matching.engine.snapshot import FORMATS, PURPOSES, Goals, Mentors, Snapshot
from matching.engine.tables import Bools, Int64s


class Balance(NamedTuple):
    """One kind of goal: how many there are, who is open to it, with which places."""

    kind: str
    goals: int
    mentors: int
    places: int


@dataclass(frozen=True, eq=False)
class Supply:
    """What one run has to share out."""

    #: (mentors,) bool: who takes requests and does not pause, with a place or without.
    taking_part: Bools
    #: (mentors,) int64: free places of the formats that they take; 0 for the others.
    places: Int64s
    #: One per purpose that a goal has, and one per format, in their fixed order.
    purposes: list[Balance]
    formats: list[Balance]


def supply(snapshot: Snapshot) -> Supply:
    """Count goals, and the mentors and free places that are open to them.

    A mentor who takes no requests or pauses counts nowhere. One who takes part counts
    under every purpose and format but those that they said they do not take. A place of
    a format that its mentor does not take is no place. One who is full counts as open,
    with no place. Mentees' levels are not looked at: they are a matter of single goals.

    Notes
    -----
    Time O(mentors · purposes). Who may be suggested for whom is decided in ``filters``;
    nobody who counts here as closed is a candidate there.
    """
    goals, mentors = snapshot.goals, snapshot.mentors
    taking_part = mentors.accepting & ~mentors.paused
    by_format = _places(mentors) * taking_part
    places: Int64s = by_format.sum(axis=0)
    closed = mentors.purposes_not_taken
    return Supply(
        taking_part=taking_part,
        places=places,
        purposes=[
            _balance(name, goals.purpose == number, open_to, places)
            for number, name in enumerate(PURPOSES)
            if (goals.purpose == number).any()
            for open_to in [taking_part & ((closed >> np.uint16(number)) & 1 == 0)]
        ],
        formats=_formats(goals, mentors, taking_part, by_format),
    )


def _places(mentors: Mentors) -> Int64s:
    """Free places of the formats that each mentor takes: (formats, mentors)."""
    return mentors.places().astype(np.int64) * _takes(mentors)


def _takes(mentors: Mentors) -> Bools:
    """Which formats each mentor takes: (formats, mentors)."""
    bit = np.arange(len(FORMATS), dtype=np.uint8)[:, None]
    takes: Bools = (mentors.formats_not_taken >> bit) & 1 == 0
    return takes


def _formats(
    goals: Goals, mentors: Mentors, taking_part: Bools, places: Int64s
) -> list[Balance]:
    takes = _takes(mentors) & taking_part
    return [
        _balance(name, goals.format == number, takes[number], places[number])
        for number, name in enumerate(FORMATS)
    ]


def _balance(kind: str, goals: Bools, open_to: Bools, places: Int64s) -> Balance:
    free = int(places[open_to].sum())
    return Balance(kind, int(goals.sum()), int(open_to.sum()), free)
