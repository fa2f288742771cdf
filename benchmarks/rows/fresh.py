"""Row 9: what one change costs until the rows it touches are right again."""

from dataclasses import replace

import numpy as np

from benchmarks import ours
from benchmarks.clock import best_of
from benchmarks.world import World, world
from matching.engine.factors.two_looks import Offered, TwoLooks
from matching.engine.snapshot import Snapshot
from matching.engine.standing import standing
from matching.engine.text.arrays import stack_goals, stack_mentors

GOALS, MENTORS, MANY_GOALS = 20, 20_000, 100_000
SAMPLE, SHOWN = 200, 20
CHANGED = 5


def fresh(long: bool) -> dict[str, float]:
    """Milliseconds of the engine; rows are read and written by whoever asked."""
    return {"goal": one_changed_goal(), "mentor": one_changed_mentor()}


def one_changed_goal() -> float:
    """The list of one goal among 20,000 mentors, whom a worker has ready."""
    whole = world(GOALS, MENTORS, seed=9)
    offered = ours.mentors_of(whole)

    def refresh() -> None:
        ours.score(ours.prepare(whole, offered, 3, 4))

    refresh()
    return 1000 * best_of(5, refresh).cpu


def one_changed_mentor() -> float:
    """The lists that one mentor enters, of 100,000 goals that a worker has ready; the
    mean of a few mentors, each read from texts.

    From which score on somebody is in a list is taken from some of the goals, whose
    lists are made from 20,000 mentors.
    """
    whole = world(MANY_GOALS, CHANGED, seed=9)
    texts = stack_goals(whole.goals, whole.vectors, whole.background)
    ready = standing(whole.snapshot, _least())
    one_each = [_alone(whole, mentor) for mentor in range(CHANGED)]

    def find() -> None:
        for mentor, snapshot in enumerate(one_each):
            offered = _offered(whole, mentor)
            ready.entered(snapshot, TwoLooks(texts, offered))

    find()
    return 1000 * best_of(3, find).cpu / CHANGED


def _least() -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    some = world(SAMPLE, MENTORS, seed=9)
    scored = ours.score(ours.prepare(some, ours.mentors_of(some)))
    last = np.minimum(scored.outcomes.listed, SHOWN) - 1
    place = scored.starts()[:-1] + np.maximum(last, 0)
    scores = np.where(last + 1 < SHOWN, 0, scored.pairs.score[place])
    return np.resize(scores.astype(np.int64), MANY_GOALS)


def _alone(whole: World, mentor: int) -> Snapshot:
    """All goals, and one mentor as somebody who is read again."""
    made = whole.snapshot
    here = made.exclusions.mentor == mentor
    pairs = made.exclusions.take(np.flatnonzero(here))
    return replace(
        made,
        mentors=made.mentors.take(slice(mentor, mentor + 1)),
        exclusions=replace(pairs, mentor=np.zeros_like(pairs.mentor)),
        conditions=replace(
            made.conditions, met=made.conditions.met[:, mentor : mentor + 1]
        ),
    )


def _offered(whole: World, mentor: int) -> Offered:
    against = whole.background
    texts = stack_mentors([whole.mentors[mentor]], whole.vectors, against)
    return Offered(texts, against.encoder, against.space)
