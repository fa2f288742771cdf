import numpy as np
import pytest

from matching.engine.factors import ratings
from matching.engine.factors.ratings import RATED
from tests.engine.worlds import NAN, some_goals, some_mentors

every_quality = pytest.mark.parametrize("quality", RATED)


@every_quality
def test_the_mean_rating_is_the_factor_for_every_goal(quality):
    mentors = some_mentors(2, **{quality: [0.25, 1]})

    fits = ratings.rows(some_goals(2), mentors, quality)(slice(None))

    assert fits.tolist() == [[0.25, 1], [0.25, 1]]


@every_quality
def test_below_three_raters_it_is_unknown_whatever_else_is_known(quality):
    others = {name: [1] for name in RATED if name != quality}
    mentors = some_mentors(1, **others, hears_rated=[1], answered=[9], asked=[9])

    assert np.isnan(ratings.rows(some_goals(1), mentors, quality)(slice(None))).all()
    assert ratings.unknown(some_goals(1), mentors, quality)[1].tolist() == [[True]]


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
