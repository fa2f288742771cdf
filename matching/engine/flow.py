"""The best way to share out places, exactly: minimum-cost flow by OR-Tools, and
SciPy's assignment where everybody could have everybody.

Goals send one unit each along the pairs; a mentor passes on as many as there are places.
"""

from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.engine.tables import Bools, Int32s, Int64s

#: Above this a cost times the number of nodes might not fit into OR-Tools' integers.
_MOST = 2**60
_MOST_CELLS = 4_000_000


def share_out(
    goal: Int64s,
    mentor: Int64s,
    worth: Int64s,
    places: Int64s,
    *,
    goals: int,
    as_many_as_possible: bool = True,
    load: int = 0,
    busy: Int64s | None = None,
) -> Bools:
    """Choose pairs: each goal at most once, each mentor at most ``places`` times.

    Parameters
    ----------
    goal, mentor, worth : (n,) int64
        One candidate pair each: row numbers, and a whole number that is not negative.
    places : (mentors,) int64, not negative
    goals : int
    as_many_as_possible : bool
        First as many goals as possible get somebody, and only then the sum of worths
        counts; otherwise the sum alone, which may leave a goal out for it.
    load : int
        The second goal of a mentor costs twice this, the third four times, and so on,
        counted against the sum of worths.
    busy : (mentors,) int64, optional
        Goals each mentor has already, for ``load``; none if left out.

    Returns
    -------
    (n,) bool
        The chosen pairs. Nothing is better than they are; which of several equally good
        choices is made depends on the order of the pairs and nothing else.

    Raises
    ------
    ValueError
        If worths or ``load`` are too big for whole numbers of 64 bits.

    Notes
    -----
    Five million pairs of 100,000 goals and 20,000 mentors take about three seconds.
    Source: Goldberg, "An efficient implementation of a scaling minimum-cost flow
    algorithm", Journal of Algorithms 22 (1997); a flow with whole capacities is whole.
    """
    listed = np.bincount(mentor, minlength=len(places))
    places = np.minimum(places, listed)
    nodes = goals + len(places) + 1
    busy = np.zeros_like(places) if busy is None else busy
    _demand_small(worth, load * 2 * int((places + busy).max(initial=0)), nodes)
    if not load and _is_one_to_one(places, goals, len(goal)):
        return _one_to_one(goal, mentor, worth, places, goals, as_many_as_possible)
    # Slow to import, and the pages, which import the lists, never solve anything.
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415

    flow, sink = SimpleMinCostFlow(), nodes - 1
    pairs = flow.add_arcs_with_capacity_and_unit_cost(
        _nodes(goal), _nodes(goals + mentor), np.ones_like(goal), -worth
    )
    of, capacity, cost = _to_sink(places, load, busy)
    flow.add_arcs_with_capacity_and_unit_cost(
        _nodes(goals + of), _nodes(np.full(len(of), sink)), capacity, cost
    )
    supply = np.append(np.ones(goals, np.int64), [0] * len(places) + [-goals])
    flow.set_nodes_supplies(_nodes(np.arange(nodes)), supply)
    if as_many_as_possible:
        status = flow.solve_max_flow_with_min_cost()
    else:
        _allow_nobody(flow, goals, sink)
        status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"OR-Tools could not share out the places: {status}.")
    chosen: Bools = flow.flows(pairs) > 0
    return chosen


def _is_one_to_one(places: Int64s, goals: int, pairs: int) -> bool:
    """Few people, one place each, and many could have many: there a solver of dense
    assignments takes a quarter of the time of a flow."""
    cells = goals * len(places)
    return bool(places.max(initial=0) == 1) and cells <= min(4 * pairs, _MOST_CELLS)


def _one_to_one(
    goal: Int64s,
    mentor: Int64s,
    worth: Int64s,
    places: Int64s,
    goals: int,
    as_many_as_possible: bool,
) -> Bools:
    """The same by SciPy's assignment; a pair that is none is worth nothing at all."""
    value = np.zeros((goals, len(places)))
    value[goal, mentor] = worth
    if as_many_as_possible:  # one pair more is worth any loss of the others
        most = min(goals, len(places))
        value[goal, mentor] += int(worth.max(initial=0)) * most + 1
    value[:, places == 0] = 0
    taken = np.zeros(value.shape, np.bool_)
    taken[linear_sum_assignment(value, maximize=True)] = True
    chosen: Bools = taken[goal, mentor] & (places[mentor] > 0)
    return chosen


def _demand_small(worth: Int64s, dearest: int, nodes: int) -> None:
    if worth.min(initial=0) < 0:
        raise ValueError("Worths must not be negative.")
    if max(int(worth.max(initial=0)), dearest) * nodes > _MOST:
        raise ValueError("Worths or loads are too big to be compared exactly.")


def _to_sink(places: Int64s, load: int, busy: Int64s) -> tuple[Int64s, Int64s, Int64s]:
    """Arcs of the mentors: whose, how many units, at which cost each."""
    if not load:
        return np.arange(len(places)), places, np.zeros_like(places)
    of = np.repeat(np.arange(len(places)), places)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(places) - places - busy, places)
    return of, np.ones_like(of), 2 * load * nth


def _allow_nobody(flow: Any, goals: int, sink: int) -> None:
    flow.add_arcs_with_capacity_and_unit_cost(
        _nodes(np.arange(goals)),
        _nodes(np.full(goals, sink)),
        np.ones(goals, np.int64),
        np.zeros(goals, np.int64),
    )


def _nodes(numbers: Int64s) -> Int32s:
    return numbers.astype(np.int32)
