"""Row 10: pairs for a whole cohort, the best and the stable ones."""

import tempfile
from pathlib import Path

import numpy as np

from benchmarks import children, ours, peers
from benchmarks.clock import Spent, in_turn
from benchmarks.table import NotMeasured
from benchmarks.world import tables

GOALS, MENTORS = 10_000, 4_000
PLACES = (1, 2, 3, 4)  # 2.5 on average, so that every goal could have somebody
STABLE_SHORT, STABLE_LONG = 800, 2_400


def proposals(long: bool) -> dict[str, float]:
    """The optimum beside scipy's, and stable pairs beside PyPI's matching."""
    figures = {**_optimum(), f"{STABLE_SHORT}": _stable(STABLE_SHORT)}
    return figures | ({f"{STABLE_LONG}": _stable(STABLE_LONG)} if long else {})


def _optimum() -> dict[str, float]:
    """Time and peak memory of the flow over each goal's candidates, as shares of those
    of scipy's assignments; all three find the same total."""
    scored = ours.score_tables(tables(GOALS, MENTORS, seed=10))
    with tempfile.TemporaryDirectory(prefix="belay-bench-") as folder:
        file = str(Path(folder, "pairs.npz"))
        np.savez(
            file,
            goal=scored.goal_rows(),
            mentor=scored.pairs.mentor,
            worth=scored.pairs.score.astype(np.int64),
            places=np.tile(PLACES, MENTORS // len(PLACES)),
            goals=GOALS,
        )
        totals: dict[str, int] = {}

        def by(how: str) -> Spent:
            request = {"how": how, "file": file}
            totals[how], spent = children.ours("proposals", request)
            return spent

        flow, dense, sparse = in_turn(
            1, lambda: by("flow"), lambda: by("dense"), lambda: by("sparse")
        )
    if len(set(totals.values())) > 1:
        raise NotMeasured(f"the totals differ: {totals}")
    return {
        "time": flow.cpu / dense.cpu,
        "memory": flow.peak / dense.peak,
        "sparse time": flow.cpu / sparse.cpu,
        "sparse memory": flow.peak / sparse.peak,
    }


def _stable(people: int) -> float:
    """How many times faster; both find the same pairs, which are unique."""
    draw = np.random.default_rng(people)
    sides = {
        name: draw.permuted(np.tile(np.arange(people), (people, 1)), axis=1).tolist()
        for name in ("goals", "mentors")
    }
    python = peers.python_of(peers.Peer.COMMON)
    pairs: dict[str, list[int]] = {}

    def mine() -> Spent:
        pairs["ours"], spent = children.ours("proposals", {"how": "stable", **sides})
        return spent

    def theirs() -> Spent:
        pairs["theirs"], spent = children.theirs(python, "stable", sides)
        return spent

    own, other = in_turn(1, mine, theirs)
    if pairs["ours"] != pairs["theirs"]:
        raise NotMeasured("the stable pairs differ")
    return other.cpu / own.cpu
