"""Puts goals and mentors in an order that saves work: who is open to the same lies together.

The first look passes over whole tiles of mentors whom no goal of a block may have. In
the order of ids there are hardly any such tiles. Results never depend on the order.
"""

import numpy as np

from matching.engine.snapshot import FORMATS, Goals, Mentors
from matching.engine.tables import Int64s


def order_of_goals(goals: Goals) -> Int64s:
    """Rows of goals: by the format that is asked for, then language, then id."""
    return np.lexsort((goals.id, goals.languages, goals.format))


def beginnings(goals: Goals) -> Int64s:
    """The rows where another format or language is asked for than by the goal before."""
    other = np.diff(goals.format) != 0
    other |= goals.languages[1:] != goals.languages[:-1]
    return np.flatnonzero(other) + 1


def order_of_mentors(mentors: Mentors) -> Int64s:
    """Rows of mentors: by the formats they have a place for, then language, then id.

    Those who are open to both formats lie between those who are open to one, so that
    whoever is open to either is a single range. Whoever is closed comes last.
    """
    open_to = mentors.places() > 0
    for number in range(len(FORMATS)):
        open_to[number] &= (mentors.formats_not_taken >> number) & 1 == 0
    open_to &= mentors.accepting & ~mentors.paused
    first, second = open_to
    section = np.select([first & ~second, first & second, second], [0, 1, 2], 3)
    return np.lexsort((mentors.id, mentors.languages, section))
