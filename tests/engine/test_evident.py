"""Evidence for many pairs is what the cards of single pairs say."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import ours
from benchmarks.world import world
from matching.engine.factors.relevance import evidence
from matching.engine.factors.two_looks import Offered, TwoLooks
from matching.engine.text.arrays import freshness


@pytest.mark.parametrize("years", [0, 30])
def test_many_pairs_have_evidence_where_single_ones_have_it(years):
    """However long ago it was: age counts in relevance only."""
    whole = world(12, 15, seed=4)
    shard = ours.prepare(whole, ours.mentors_of(whole))
    rng = np.random.default_rng(1)
    goal, mentor = np.divmod(rng.choice(12 * 15, 150, replace=False), 15)
    order = np.argsort(goal, kind="stable")
    goal, mentor = goal[order], mentor[order]
    texts, encoder = shard.offered.texts, shard.offered.encoder
    texts = replace(texts, fresh=freshness(np.full(len(texts.fresh), years)))
    looks = TwoLooks(shard.goals, Offered(texts, encoder, whole.background.space))

    akin = whole.background.vocabulary.akin
    _, found = looks.with_evidence(goal, mentor)

    pairs = list(zip(goal.tolist(), mentor.tolist(), strict=True))
    one_by_one = [
        one.quote is not None or any(skill.verdict != "missing" for skill in one.skills)
        for one in evidence(shard.goals, texts, pairs, encoder, akin)
    ]
    assert found.tolist() == one_by_one
    assert 0 < sum(one_by_one) < len(one_by_one)
