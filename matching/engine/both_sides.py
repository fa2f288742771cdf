"""Scoring for both sides: the best mentors of each goal, and of each mentor the best
goals. What a shard of a run does."""

from collections.abc import Callable

import numpy as np

from matching.engine.best_goals import GOALS_KEPT, BestGoals, merged, with_more
from matching.engine.candidates import numbers
from matching.engine.factors.two_looks import Relevance
from matching.engine.filters import Rules, noted
from matching.engine.score import LOOKED_AT, MOST, PAIRS_PER_BLOCK, Scorer, spans
from matching.engine.scored import Pairs, Scored
from matching.engine.snapshot import Snapshot
from matching.engine.tables import Float32s, Float64s


def score_both(
    snapshot: Snapshot,
    relevance: Float32s | Relevance,
    rules: Rules | None = None,
    weights: Float64s | None = None,
    *,
    others: Float32s | None = None,
    most: int = MOST,
    goals_kept: int = GOALS_KEPT,
    looked_at: int = LOOKED_AT,
    pairs_per_block: int = PAIRS_PER_BLOCK,
    told: Callable[[float], None] = lambda _share: None,
) -> tuple[Scored, Float32s]:
    """As ``score.score_goals``, and the best goals of each mentor.

    Parameters
    ----------
    others : (n, mentors) float32, optional
        Lows of other shards, in the order of the snapshot's mentors.
    goals_kept : int, at least 1
    told : called with the share of the goals that are done, in [0, 1], rising

    Returns
    -------
    scored : Scored
        Pairs that are there for their mentor's sake alone have a ``reach``. They are
        more than will stay: ``best_goals.merged`` puts shards together.
    lows : (goals_kept, mentors) float32
        Of this shard's goals, for ``merged`` and for shards that are yet to come.
    """
    scorer = Scorer(snapshot, relevance, rules or Rules(), weights, most)
    scorer.looked_at = max(most, looked_at)
    best = BestGoals(len(snapshot.mentors), goals_kept, others)
    scorer.best_goals = best
    parts, done = [], 0
    for part in scorer.results(spans(snapshot, pairs_per_block)):
        parts.append(part)
        done += len(part.outcomes)
        told(done / max(1, len(snapshot.goals)))
    return _with_best_goals(scorer, Scored.concatenate(parts), best), best.lows


def score_whole(
    snapshot: Snapshot,
    relevance: Float32s | Relevance,
    rules: Rules | None = None,
    weights: Float64s | None = None,
    *,
    goals_kept: int = GOALS_KEPT,
    told: Callable[[float], None] = lambda _share: None,
) -> Scored:
    """What a run finds, in however many shards; parameters as for ``score_both``."""
    scored, lows = score_both(
        snapshot, relevance, rules, weights, goals_kept=goals_kept, told=told
    )
    return merged([scored], [lows], snapshot.mentors, goals_kept)


def _with_best_goals(scorer: Scorer, scored: Scored, best: BestGoals) -> Scored:
    """Look closely at what may be among a mentor's best and is in no list yet."""
    mentors = scorer.snapshot.mentors
    goal, mentor, reach = best.found()
    by_id = np.argsort(mentors.id)
    kept = by_id[numbers(mentors.id[by_id], scored.pairs.mentor)]
    new = ~np.isin(
        goal * len(mentors) + mentor, scored.goal_rows() * len(mentors) + kept
    )
    goal, mentor, reach = goal[new], mentor[new], reach[new]
    _, stays, values, evident = scorer.closely(goal, mentor)
    goal, mentor = goal[stays], mentor[stays]
    added = scorer.contributions(goal, values)
    return with_more(
        scored,
        goal,
        Pairs(
            mentor=mentors.id[mentor],
            score=added.sum(axis=0, dtype=np.int16),
            factors=np.ascontiguousarray(values.T),
            contributions=np.ascontiguousarray(added.T),
            noted=noted(scorer.removal, goal, mentor, values.T),
            evident=evident,
            reach=reach[stays],
        ),
    )
