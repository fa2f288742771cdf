"""The judges of both sides: a plain scorer, and the same people for both."""

import pytest

from benchmarks import ours, scorer
from benchmarks.inside.cohort import match, score
from benchmarks.rows.cohort import make_cohort
from benchmarks.world import tables

COHORT = {
    "mentors": [
        {"email": "a", "grade": "3", "profession": "x", "organisation": "one"},
        {"email": "b", "grade": "2", "profession": "y", "organisation": "two"},
    ],
    "mentees": [
        {"email": "c", "grade": "2", "profession": "x", "organisation": "two"},
        {"email": "d", "grade": "1", "profession": "y", "organisation": "one"},
    ],
    "rules": make_cohort(1)["rules"],
}


def test_a_cohort_is_scored_by_its_rules():
    assert score(
        *(COHORT[side] for side in ("mentors", "mentees", "rules"))
    ).tolist() == [
        [50 + 12 + 4, 0],
        [0, 50 + 12 + 4],
    ]
    assert scorer.cohort_total([["a", "c"], ["b", "d"]], COHORT) == 132
    assert scorer.cohort_total([["a", "d"], ["b", "c"]], COHORT) == 0


def test_nobody_can_be_matched_twice():
    with pytest.raises(ValueError, match="twice"):
        scorer.cohort_total([["a", "c"], ["a", "d"]], COHORT)


def test_our_match_is_worth_what_the_judge_says():
    cohort = make_cohort(30)

    best = scorer.cohort_total(match(cohort), cohort)

    in_order = [
        [a["email"], b["email"]]
        for a, b in zip(cohort["mentors"], cohort["mentees"], strict=True)
    ]
    assert best > scorer.cohort_total(in_order, cohort)


def test_a_made_up_program_is_the_same_for_the_same_seed():
    one, same, other = (
        ours.score_tables(tables(12, 60, seed)).to_bytes() for seed in (1, 1, 2)
    )

    assert one == same != other
