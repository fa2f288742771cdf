"""Belay's side of every comparison: the one place that knows how a run scores."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.world import World
from matching.engine.best_goals import GOALS_KEPT, merged
from matching.engine.both_sides import score_both
from matching.engine.choose import Lists, choose
from matching.engine.factors.two_looks import Offered, TwoLooks
from matching.engine.filters import Rules
from matching.engine.score import score_goals
from matching.engine.scored import Scored
from matching.engine.snapshot import Snapshot
from matching.engine.text.arrays import (
    GoalTexts,
    stack_goals,
    stack_mentors,
)

GOALS_PER_SHARD = 6_250  # a sixteenth of 100,000, as a run cuts them
RULES = Rules(least_relevance=0.1)  # as of a new program


@dataclass(frozen=True)
class Prepared:
    """A shard before it is scored: each side in arrays, nothing computed of pairs."""

    snapshot: Snapshot
    goals: GoalTexts
    offered: Offered


def mentors_of(world: World) -> Offered:
    against = world.background
    texts = stack_mentors(world.mentors, world.vectors, against)
    return Offered(texts, against.encoder, against.space)


def prepare(
    world: World, offered: Offered, start: int = 0, stop: int | None = None
) -> Prepared:
    """A range of the world's goals with all of its mentors."""
    stop = len(world.goals) if stop is None else stop
    goals = stack_goals(world.goals[start:stop], world.vectors, world.background)
    return Prepared(world.snapshot.take(start, stop), goals, offered)


def score(shard: Prepared, **how: Any) -> Scored:
    """All factors, relevance and its matrix products among them, rules, best 50, and of
    which of these there is evidence."""
    texts = TwoLooks(shard.goals, shard.offered)
    return score_goals(shard.snapshot, texts, RULES, **how)


def score_tables(snapshot: Snapshot) -> Scored:
    """Score people without texts, their relevance at random: for what comes after."""
    shape = (len(snapshot.goals), len(snapshot.mentors))
    return score_goals(snapshot, np.random.default_rng(3).random(shape, np.float32))


def run(world: World, offered: Offered, *, both_sides: bool = False) -> Scored:
    """Score a whole world as workers do: one range of goals after the other.

    ``both_sides`` also seeks the best goals of each mentor. What that takes shrinks with
    every range, so a part of a world says nothing of the whole.
    """
    parts, lows = [], []
    for start in range(0, len(world.goals), GOALS_PER_SHARD):
        shard = prepare(world, offered, start, start + GOALS_PER_SHARD)
        if both_sides:
            texts = TwoLooks(shard.goals, shard.offered)
            others = np.concatenate(lows) if lows else None
            scored, low = score_both(shard.snapshot, texts, RULES, others=others)
            lows.append(low)
            parts.append(scored)
        else:
            parts.append(score(shard))
    if both_sides:
        return merged(parts, lows, world.snapshot.mentors, GOALS_KEPT)
    return Scored.concatenate(parts)


def lists(scored: Scored, snapshot: Snapshot) -> Lists:
    """What pages show, chosen over the whole program."""
    return choose(scored, snapshot)
