"""One factor per module: a number in [0, 1] for each pair, or unknown.

Every module offers ``pairs`` (single pairs: the definition), ``rows`` (a range of goals
with every mentor) and ``unknown`` (where nothing is known). Relevance comes from texts
and stands in ``two_looks``.
"""

from collections.abc import Callable
from typing import Any

from matching.engine.factors import (
    availability,
    commitment,
    communication,
    context,
    level,
    ratings,
    reciprocity,
)
from matching.engine.snapshot import Snapshot
from matching.engine.tables import Bools, Float32s, Int64s

#: The factor of a range of goals with every mentor.
Rows = Callable[[slice], Float32s]
#: The factor of single pairs, by row numbers.
OfPairs = Callable[[Int64s, Int64s], Float32s]

_MODULES: dict[str, Any] = {
    "availability": availability,
    "communication": communication,
    "level": level,
    "context": context,
    "commitment": commitment,
}


def rows(factor: str, snapshot: Snapshot) -> Rows:
    """Prepare a factor (any but relevance) for blocks."""
    goals, mentors = snapshot.goals, snapshot.mentors
    if factor == "reciprocity":
        return reciprocity.rows(goals, mentors, snapshot.concepts)
    if factor in ratings.RATED:
        return ratings.rows(goals, mentors, factor)
    prepared: Rows = _MODULES[factor].rows(goals, mentors)
    return prepared


def pairs(factor: str, snapshot: Snapshot) -> OfPairs:
    """Prepare a factor (any but relevance) for single pairs."""
    goals, mentors = snapshot.goals, snapshot.mentors
    if factor == "reciprocity":
        return reciprocity.pairs(goals, mentors, snapshot.concepts)
    if factor in ratings.RATED:
        return ratings.pairs(goals, mentors, factor)
    prepared: OfPairs = _MODULES[factor].pairs(goals, mentors)
    return prepared


def unknown(factor: str, snapshot: Snapshot) -> tuple[Int64s, Bools]:
    """A class for each goal, and for each class and mentor if it is unknown."""
    goals, mentors = snapshot.goals, snapshot.mentors
    if factor == "reciprocity":
        return reciprocity.unknown(goals, mentors, snapshot.concepts)
    if factor in ratings.RATED:
        return ratings.unknown(goals, mentors, factor)
    found: tuple[Int64s, Bools] = _MODULES[factor].unknown(goals, mentors)
    return found
