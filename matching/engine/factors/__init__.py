"""One factor per module: a number in [0, 1] for each pair, or unknown.

Every module offers ``pairs`` (single pairs: the definition), ``rows`` (a range of goals
with every mentor) and ``unknown`` (where nothing is known). Relevance comes from texts:
``relevance`` defines it, and ``two_looks`` gives it for many people, read closely by
``close_look`` and ``one_mentor`` in what ``written`` has laid out.
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
from matching.engine.factors.parts import OfPairs as OfPairs
from matching.engine.snapshot import Snapshot
from matching.engine.tables import Bools, Float32s, Int64s

#: The factor of some goals, a range or by their rows, with every mentor.
Rows = Callable[[slice | Int64s], Float32s]

_MODULES = {
    "availability": availability,
    "communication": communication,
    "level": level,
    "reciprocity": reciprocity,
    "context": context,
    "commitment": commitment,
    **dict.fromkeys(ratings.RATED, ratings),
}


def rows(factor: str, snapshot: Snapshot) -> Rows:
    """Prepare a factor (any but relevance) for blocks."""
    prepared: Rows = _prepared("rows", factor, snapshot)
    return prepared


def pairs(factor: str, snapshot: Snapshot) -> OfPairs:
    """Prepare a factor (any but relevance) for single pairs."""
    prepared: OfPairs = _prepared("pairs", factor, snapshot)
    return prepared


def unknown(factor: str, snapshot: Snapshot) -> tuple[Int64s, Bools]:
    """A class for each goal, and for each class and mentor if it is unknown."""
    found: tuple[Int64s, Bools] = _prepared("unknown", factor, snapshot)
    return found


def _prepared(what: str, factor: str, snapshot: Snapshot) -> Any:
    more: list[Any] = [snapshot.concepts] if factor == "reciprocity" else []
    more += [factor] if factor in ratings.RATED else []
    prepare = getattr(_MODULES[factor], what)
    return prepare(snapshot.goals, snapshot.mentors, *more)
