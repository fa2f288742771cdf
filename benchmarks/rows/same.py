"""Row 6: lists as the float64 reference has them, whoever and how many compute them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks import children, ours, scorer
from benchmarks.world import world

GOALS, MENTORS = 20, 400
MANY = ((60, 1_500), (100, 10_000))  # goals and mentors: few and many of each kind
SHARED = {"goals": 400, "mentors": 1000, "seed": 11}
SPANS = [[start, start + 50] for start in range(0, 400, 50)]


def lists(long: bool) -> dict[str, float]:
    """Shares of lists that are equal, in per cent."""
    return {
        "reference": _as_reference(),
        "kept": _kept_by_first_look(),
        "workers": _by_workers(),
        **_by_blocks(),
    }


def _as_reference() -> float:
    """Score every pair in plain Python with float64 sums, and sort: is it the list?"""
    some = world(GOALS, MENTORS, seed=6)
    scored = ours.score(ours.prepare(some, ours.mentors_of(some)))
    wanted = scorer.Plain(some).lists(scorer.SHOWN)
    found = scorer.lists_of(scored, scorer.SHOWN)
    same = sum(one == other for one, other in zip(wanted, found, strict=True))
    return 100 * same / GOALS


def _kept_by_first_look() -> float:
    """Of the best 20 when every pair is looked at closely, those that are found; of a
    program in which few are on topic for a goal, and of one in which many are."""
    return min(_kept(goals, mentors) for goals, mentors in MANY)


def _kept(goals: int, mentors: int) -> float:
    whole = world(goals, mentors, seed=7)
    shard = ours.prepare(whole, ours.mentors_of(whole))
    true, found = (
        scorer.lists_of(scored, scorer.SHOWN)
        for scored in (ours.score(shard, looked_at=mentors), ours.score(shard))
    )
    kept = sum(len({*a} & {*b}) for a, b in zip(true, found, strict=True))
    return 100 * kept / sum(map(len, true))


def _by_workers() -> float:
    """The same ranges by one process and by four, which share nothing."""
    alone = _worker(SPANS)
    with ThreadPoolExecutor(4) as four:
        parts = list(four.map(_worker, [SPANS[n : n + 2] for n in range(0, 8, 2)]))
    together = [digest for part in parts for digest in part]
    return 100 * sum(map(str.__eq__, alone, together)) / len(alone)


def _worker(spans: list[list[int]]) -> Any:
    return children.ours("shards", SHARED | {"spans": spans})[0]


def _by_blocks() -> dict[str, float]:
    """All goals at once, and in small blocks."""
    whole = world(**SHARED)
    shard = ours.prepare(whole, ours.mentors_of(whole))
    alike = (
        ours.score(shard).to_bytes()
        == ours.score(shard, pairs_per_block=7_000).to_bytes()
    )
    return {"blocks": 100.0 * alike}
