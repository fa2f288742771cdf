"""The best way to share out places, exactly: minimum-cost flow by OR-Tools, and
SciPy's assignment where everybody could have everybody.

Goals send one unit each along the pairs; a mentor passes on as many as there are places.
Five million pairs of 100,000 goals and 20,000 mentors take about three seconds.

Source: Goldberg, "An efficient implementation of a scaling minimum-cost flow algorithm",
Journal of Algorithms 22 (1997); a flow with whole capacities is whole.
"""

from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.engine.tables import Bools, Int64s

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
    as_many_as_possible : bool
        First as many goals as possible get somebody, and only then the sum of worths
        counts; otherwise the sum alone, which may leave a goal out for it.
    load : int
        The second goal of a mentor costs twice this, the third four times, and so on,
        counted against the sum of worths; goals they have already (``busy``) count.

    Returns
    -------
    (n,) bool
        The chosen pairs. Nothing is better than they are; which of several equally good
        choices is made depends on the order of the pairs and nothing else.

    Raises
    ------
    ValueError
        If worths or ``load`` are too big for whole numbers of 64 bits.
    """
    places = np.minimum(places, np.bincount(mentor, minlength=len(places)))
    busy = np.zeros_like(places) if busy is None else busy
    _require_small(worth, load, places + busy, goals)
    if not load and _is_one_to_one(places, goals, len(goal)):
        return _one_to_one(goal, mentor, worth, places, goals, as_many_as_possible)
    flow = _empty_flow()
    pairs = _arcs(flow, goal, goals + mentor, np.ones_like(goal), -worth)
    _mentors_to_sink(flow, goals, places, load, busy)
    _solve(flow, goals, len(places), as_many_as_possible)
    chosen: Bools = flow.flows(pairs) > 0
    return chosen


def _require_small(worth: Int64s, load: int, loads: Int64s, goals: int) -> None:
    if worth.min(initial=0) < 0:
        raise ValueError("Worths must not be negative.")
    dearest = max(int(worth.max(initial=0)), load * 2 * int(loads.max(initial=0)))
    if dearest * (goals + len(loads) + 1) > _MOST:
        raise ValueError("Worths or loads are too big to be compared exactly.")


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


def _empty_flow() -> Any:
    # Slow to import, and the pages, which import the lists, never solve anything.
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415

    return SimpleMinCostFlow()


def _mentors_to_sink(
    flow: Any, goals: int, places: Int64s, load: int, busy: Int64s
) -> None:
    """What goals send and the sink takes, and how much each mentor passes on at which
    cost: one arc per mentor, or one per place where each place costs more."""
    mentors = len(places)
    of, capacity, cost = np.arange(mentors), places, np.zeros_like(places)
    if load:
        of = np.repeat(of, places)
        nth = np.arange(len(of)) - np.repeat(np.cumsum(places) - places - busy, places)
        capacity, cost = np.ones_like(of), 2 * load * nth
    sink = np.full(len(of), goals + mentors)
    _arcs(flow, goals + of, sink, capacity, cost)
    supply = np.concatenate([np.ones(goals, np.int64), np.zeros(mentors, np.int64)])
    supply = np.append(supply, -goals)
    flow.set_nodes_supplies(np.arange(len(supply), dtype=np.int32), supply)


def _solve(flow: Any, goals: int, mentors: int, as_many_as_possible: bool) -> None:
    if as_many_as_possible:
        status = flow.solve_max_flow_with_min_cost()
    else:  # a goal may also send its unit straight to the sink, for nothing
        every, sink = np.arange(goals), np.full(goals, goals + mentors)
        _arcs(flow, every, sink, np.ones_like(every), np.zeros_like(every))
        status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"OR-Tools could not share out the places: {status}.")


def _arcs(flow: Any, tail: Int64s, head: Int64s, capacity: Int64s, cost: Int64s) -> Any:
    """Add arcs from nodes to nodes; gives their numbers. Nodes are goals, then mentors,
    then the sink."""
    return flow.add_arcs_with_capacity_and_unit_cost(
        tail.astype(np.int32), head.astype(np.int32), capacity, cost
    )
