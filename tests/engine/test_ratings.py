import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.factors import ratings
from matching.engine.factors.ratings import LEAST_RATERS, RATED, mean_ratings
from tests.engine.worlds import NAN, some_goals, some_mentors

every_quality = pytest.mark.parametrize("quality", RATED)


@every_quality
def test_the_mean_rating_is_the_factor_for_every_goal(quality):
    mentors = some_mentors(2, **{quality: [0.25, 1]})

    fits = ratings.rows(some_goals(2), mentors, quality)(slice(None))

    assert fits.tolist() == [[0.25, 1], [0.25, 1]]


@every_quality
def test_below_three_raters_it_is_unknown_whatever_else_is_known(quality):
    """Two people gave full marks; of another mentor three people gave 1, 0.75 and 0.5."""
    rated = {name: [1, 1] for name in RATED} | {
        quality: mean_ratings(np.array([2, 2.25]), np.array([2, 3]))
    }
    mentors = some_mentors(
        2, **rated, hears_rated=[1, 1], answered=[9] * 2, asked=[9] * 2
    )

    fits = ratings.rows(some_goals(1), mentors, quality)(slice(None))

    assert np.isnan(fits[0, 0])
    assert fits[0, 1] == 0.75
    assert ratings.unknown(some_goals(1), mentors, quality)[1].tolist() == [
        [True, False]
    ]


@given(st.lists(st.sampled_from([0, 0.25, 0.5, 0.75, 1]), max_size=9))
def test_the_mean_is_given_from_three_raters_on(given_ratings):
    raters = len(given_ratings)

    mean = mean_ratings(np.array([sum(given_ratings)]), np.array([raters])).item()

    if raters < LEAST_RATERS:
        assert np.isnan(mean)
    else:
        assert mean == np.float32(sum(given_ratings) / raters)


def test_one_quality_is_not_read_as_another():
    mentors = some_mentors(1, inspiration=[0], connection=[0.5], listening=[1])

    found = [
        ratings.rows(some_goals(1), mentors, quality)(slice(None)).item()
        for quality in RATED
    ]

    assert found == [0, 0.5, 1]


def test_what_nobody_rates_is_refused():
    with pytest.raises(ValueError, match="^potential is not rated; rated are insp"):
        ratings.pairs(some_goals(1), some_mentors(1, listening=[NAN]), "potential")
