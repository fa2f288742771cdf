"""A whole cohort's best pairs, by our flow or by scipy's assignments, dense and sparse,
and stable pairs by our deferred acceptance."""

from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from benchmarks.inside.measure import answer
from matching.engine.acceptance import deferred_acceptance
from matching.engine.flow import share_out


def read(request: dict[str, Any]) -> tuple[Any, Any]:
    """What is solved, and how."""
    if request["how"] == "stable":
        sides = (np.array(request[name]) for name in ("goals", "mentors"))
        return _stable, tuple(sides)
    with np.load(request["file"]) as arrays:
        pairs = dict(arrays)
    return {"flow": _flow, "dense": _dense, "sparse": _sparse}[request["how"]], pairs


def solve(ready: tuple[Any, Any]) -> Any:
    how, problem = ready
    return how(problem)


def _flow(pairs: Any) -> int:
    """The total of the best pairs, from the candidates' list."""
    chosen = share_out(
        pairs["goal"],
        pairs["mentor"],
        pairs["worth"],
        pairs["places"],
        goals=int(pairs["goals"]),
        as_many_as_possible=False,
    )
    return int(pairs["worth"][chosen].sum())


def _dense(pairs: Any) -> int:
    """The same from a matrix of all goals, with a column for each place."""
    worth = np.zeros((int(pairs["goals"]), len(pairs["places"])))
    worth[pairs["goal"], pairs["mentor"]] = pairs["worth"]
    matrix = np.repeat(worth, pairs["places"], axis=1)
    del worth
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return int(matrix[rows, columns].sum())


def _sparse(pairs: Any) -> int:
    """The same from the candidates alone, each as often as there are places. It must
    serve every goal, so each has a seat of its own that is worth nothing."""
    places, goals = pairs["places"], int(pairs["goals"])
    seats = places[pairs["mentor"]]
    last = np.cumsum(places)[pairs["mentor"]]
    pair = np.repeat(np.arange(len(seats)), seats)
    nth = np.repeat(seats.cumsum(), seats) - np.arange(len(pair))  # from each last on
    column = last[pair] - nth
    own = places.sum() + np.arange(goals)
    most = pairs["worth"].max() + 1
    costs = np.append(most - pairs["worth"][pair], np.full(goals, most)).astype(float)
    rows = np.append(pairs["goal"][pair], np.arange(goals))
    graph = csr_array((costs, (rows, np.append(column, own))))
    rows, columns = min_weight_full_bipartite_matching(graph)
    return int((most - graph[rows, columns]).sum())


def _stable(sides: Any) -> list[int]:
    """Whom each goal gets, from everybody's full list of preferences."""
    goals, mentors = sides
    count = len(goals)
    wanted = np.empty_like(mentors)
    np.put_along_axis(wanted, mentors, np.arange(count, 0, -1)[None, :], axis=1)
    chosen = deferred_acceptance(
        np.arange(count + 1) * count,
        goals.ravel(),
        wanted[goals, np.arange(count)[:, None]].ravel(),
        np.ones(count, np.int64),
        np.ones(count, np.int64),
    )
    return [int(mentor) for mentor in goals.ravel()[chosen]]


if __name__ == "__main__":
    answer(read, solve)
