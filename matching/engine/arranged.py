"""Puts goals and mentors in an order that saves work: who is open to the same lies together.

The first look passes over whole tiles of mentors whom no goal of a block may have. In
the order of ids there are hardly any such tiles. Results never depend on the order.
"""

from collections.abc import Iterator

import numpy as np

from matching.engine.snapshot import FORMATS, Goals, Mentors
from matching.engine.tables import Column, Int64s

_EVEN = 16  # matrix products are quickest for whole sixteens


def order_of_goals(goals: Goals) -> Int64s:
    """Rows of goals: by the format that is asked for, then language, then id."""
    return np.lexsort((goals.id, goals.languages, goals.format))


def order_of_mentors(mentors: Mentors) -> Int64s:
    """Rows of mentors: by the formats they have a place for, then language, then id."""
    return np.lexsort((mentors.id, mentors.languages, _sections(mentors)))


def _sections(mentors: Mentors) -> Int64s:
    """Those who are open to both formats lie between those who are open to one, so that
    whoever is open to either is a single range. Whoever is closed comes last."""
    open_to = mentors.places() > 0
    for number in range(len(FORMATS)):
        open_to[number] &= (mentors.formats_not_taken >> number) & 1 == 0
    open_to &= mentors.accepting & ~mentors.paused
    first, second = open_to
    return np.select([first & ~second, first & second, second], [0, 1, 2], 3)


def goals_together(goals: Goals, most: int) -> Iterator[slice]:
    """Cut goals into ranges, at least one, of up to so many that ask for the same."""
    return _cut(len(goals), most, goals.format, goals.languages)


def mentors_together(mentors: Mentors, most: int) -> list[slice]:
    """Cut mentors into ranges of up to so many that are open to the same."""
    if not len(mentors):
        return []
    return list(_cut(len(mentors), most, _sections(mentors), mentors.languages))


def _cut(count: int, most: int, *alike: Column) -> Iterator[slice]:
    """A new range begins where many who are alike begin or end, unless the last one is
    still very short. Between two such places all are of about one length, so that no
    few are left over who would lie together with others. People in no order are cut by
    their number alone."""
    other = np.any([column[1:] != column[:-1] for column in alike], axis=0)
    ends = np.append(np.flatnonzero(other) + 1, count)
    many = np.diff(ends, prepend=0) >= most // 4
    borders = ends[many | np.append(many[1:], False)]
    start = 0
    while start < max(1, count):
        after = borders[np.searchsorted(borders, start + max(1, most // 4)) :]
        end = min([count, *after[:1].tolist()])
        left = end - start
        each = -(-left // max(1, -(-left // most)))
        stop = min(start + most, start + -(-each // _EVEN) * _EVEN, end)
        yield slice(start, stop)
        start = max(stop, start + 1)
