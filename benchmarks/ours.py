"""Belay's side of every comparison: the one place that knows how a run scores."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.world import World
from matching.engine.choose import Lists, choose
from matching.engine.factors.two_looks import Offered, TwoLooks
from matching.engine.score import score_goals
from matching.engine.scored import Scored
from matching.engine.snapshot import Snapshot
from matching.engine.text.arrays import (
    GoalTexts,
    stack_goals,
    stack_mentors,
)

GOALS_PER_SHARD = 2000


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
    """All factors, relevance and its matrix products among them, rules, best 50."""
    return score_goals(shard.snapshot, TwoLooks(shard.goals, shard.offered), **how)


def score_tables(snapshot: Snapshot) -> Scored:
    """Score people without texts, their relevance at random: for what comes after."""
    shape = (len(snapshot.goals), len(snapshot.mentors))
    return score_goals(snapshot, np.random.default_rng(3).random(shape, np.float32))


def run(world: World, offered: Offered, per_shard: int = GOALS_PER_SHARD) -> Scored:
    """Score a whole world as workers do: one range of goals after the other."""
    starts = range(0, len(world.goals), per_shard)
    shards = (prepare(world, offered, s, s + per_shard) for s in starts)
    return Scored.concatenate([score(shard) for shard in shards])


def lists(scored: Scored, snapshot: Snapshot) -> Lists:
    """What pages show, chosen over the whole program."""
    return choose(scored, snapshot)
