"""Stable pairs by the package "matching" from PyPI. Run with the peer's Python."""

import sys
import threading

from measure import answer

from matching.games import StableMarriage

# It copies its players by following their preferences, as deep as there are players.
sys.setrecursionlimit(1_000_000)
threading.stack_size(1 << 29)


def read(request):
    return request["goals"], request["mentors"]


def solve(ready):
    """Whom each goal gets; from lists of names to the answer."""
    goals, mentors = (
        {f"{side}{n}": [f"{other}{k}" for k in row] for n, row in enumerate(rows)}
        for side, other, rows in zip("gm", "mg", ready, strict=True)
    )
    pairs = StableMarriage.create_from_dictionaries(goals, mentors).solve()
    found = {str(goal): str(mentor) for goal, mentor in pairs.items()}
    return [int(found[f"g{n}"][1:]) for n in range(len(goals))]


if __name__ == "__main__":
    worker = threading.Thread(target=answer, args=(read, solve))
    worker.start()
    worker.join()
