"""Evidence for many pairs is what the cards of single pairs say."""

import numpy as np

from benchmarks import ours
from benchmarks.world import world
from matching.engine.factors.relevance import evidence
from matching.engine.factors.two_looks import TwoLooks


def test_many_pairs_have_evidence_where_single_ones_have_it():
    whole = world(12, 15, seed=4)
    shard = ours.prepare(whole, ours.mentors_of(whole))
    rng = np.random.default_rng(1)
    goal, mentor = np.divmod(rng.choice(12 * 15, 150, replace=False), 15)
    order = np.argsort(goal, kind="stable")
    goal, mentor = goal[order], mentor[order]
    texts, encoder = shard.offered.texts, shard.offered.encoder
    looks = TwoLooks(shard.goals, shard.offered)

    found = looks.close.evident(goal, mentor, texts.quotable)

    pairs = list(zip(goal.tolist(), mentor.tolist(), strict=True))
    one_by_one = [
        one.quote is not None or any(skill.verdict != "missing" for skill in one.skills)
        for one in evidence(shard.goals, texts, pairs, encoder)
    ]
    assert found.tolist() == one_by_one
    assert 0 < sum(one_by_one) < len(one_by_one)
