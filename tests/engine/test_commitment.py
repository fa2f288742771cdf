import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.factors import commitment
from matching.engine.factors.commitment import (
    ASSUMED,
    ENOUGH,
    USUAL_RATE,
    rate,
    usual_rate,
    with_usual_rates,
)
from matching.engine.snapshot import FORMATS
from tests.engine.worlds import NAN, a_goal, a_mentor, some_mentors

ONGOING = FORMATS.index("ongoing")
WEEKLY = {"format": ONGOING, "minutes_needed": 60, "meetings_per_month": 4, "months": 6}
RELIABLE = {"answered": 9, "asked": 9, "kept": 9, "meetings": 9}

counts = st.integers(0, 40)


def pair(goal=WEEKLY, **mentor):
    only = np.zeros(1, np.int64)
    prepared = commitment.pairs(a_goal(**goal), a_mentor(**mentor))
    return float(prepared(only, only)[0])


def own_rate(count, of, usual=USUAL_RATE):
    return float(rate(np.array([count]), np.array([of]), usual)[0])


def test_enough_hours_and_months_and_every_word_kept_is_a_whole():
    assert pair(hours_per_month=4, months=6, **RELIABLE) == 1


def test_the_four_parts_count_alike():
    half = pair(hours_per_month=2, months=6, **RELIABLE)
    unkept = pair(hours_per_month=4, months=6, **RELIABLE | {"kept": 0})

    assert half == (0.5 + 1 + 1 + 1) / 4
    assert unkept == (1 + 1 + 1 + 0) / 4


def test_more_than_the_goal_takes_is_no_better():
    assert pair(hours_per_month=40, months=24, **RELIABLE) == 1


def test_hours_are_measured_by_what_the_goal_takes_in_a_month():
    monthly = WEEKLY | {"meetings_per_month": 1}

    assert pair(monthly, hours_per_month=1, months=6, **RELIABLE) == 1
    assert pair(WEEKLY, hours_per_month=1, months=6, **RELIABLE) == 3.25 / 4


def test_months_count_for_ongoing_goals_where_both_said_them():
    once = {"format": FORMATS.index("conversation")}

    assert pair(hours_per_month=4, months=3, **RELIABLE) == 3.5 / 4
    assert pair(hours_per_month=4, **RELIABLE) == 1
    assert pair(WEEKLY | {"months": NAN}, hours_per_month=4, months=3, **RELIABLE) == 1
    assert pair(WEEKLY | once, hours_per_month=4, months=3, **RELIABLE) == 1


def test_somebody_new_who_declared_nothing_is_unknown():
    assert np.isnan(pair())
    assert np.isnan(pair({"format": 0, "months": 6}, months=6))


def test_somebody_new_stands_exactly_at_the_usual_rate():
    assert pair(hours_per_month=4) == np.float32((1 + 0.8 + 0.8) / 3)
    rates = {"usual_answered": 0.5, "usual_kept": 0.25}
    assert pair(hours_per_month=4, **rates) == np.float32((1 + 0.5 + 0.25) / 3)
    assert own_rate(0, 0) == USUAL_RATE


def test_one_answer_moves_a_newcomer_by_a_fifth_of_the_way():
    assert own_rate(1, 1) == pytest.approx(0.8 + (1 - 0.8) / 5)
    assert own_rate(0, 1) == pytest.approx(0.8 - 0.8 / 5)


@given(counts, counts, st.floats(0, 1))
def test_from_five_on_the_own_rate_counts_alone(kept, missed, usual):
    of = kept + missed + ENOUGH

    assert own_rate(kept, of, usual) == kept / of


@given(counts, counts, st.floats(0, 1))
def test_a_rate_is_a_rate_and_a_word_kept_never_lowers_it(kept, missed, usual):
    before = own_rate(kept, kept + missed, usual)

    assert 0 <= before <= 1
    assert own_rate(kept + 1, kept + missed + 1, usual) >= before - 1e-12
    assert own_rate(kept, kept + missed + 1, usual) <= before + 1e-12


def test_one_known_rate_is_enough_to_know_something():
    assert pair(answered=5, asked=5) == np.float32((1 + 0.8) / 2)


def test_others_records_change_nobodys_number():
    """The usual rates are given with the run, and are no mean of who is there."""
    everybody = some_mentors(2, hours_per_month=[4, 1], asked=[0, 40], answered=[0, 0])
    fits = commitment.rows(a_goal(**WEEKLY), everybody)(slice(None))[0]

    assert fits[0] == np.float32(pair(hours_per_month=4))


@pytest.mark.parametrize("usual", [-0.1, 1.1])
def test_a_usual_rate_that_is_none_is_refused(usual):
    with pytest.raises(ValueError, match="usual_answered must lie between 0 and 1"):
        a_mentor(usual_answered=usual)


def usual(*records):
    answered, asked = np.array(records, np.int64).reshape(-1, 2).T
    return usual_rate(answered, asked)


records = st.lists(
    st.tuples(counts, counts).map(lambda both: (min(both), max(both))), max_size=30
)


def test_a_program_without_experience_assumes_the_usual():
    assert usual() == usual((0, 0), (0, 0)) == USUAL_RATE


def test_one_mentor_counts_by_the_definition_and_no_more_than_one():
    assert usual((1, 1)) == round((ASSUMED * USUAL_RATE + 1) / (ASSUMED + 1), 4)
    assert usual((0, 2)) == round(ASSUMED * USUAL_RATE / (ASSUMED + 2), 4)
    assert usual((0, 5)) == usual((0, 500)) == round(ASSUMED * 0.8 / (ASSUMED + 5), 4)


def test_a_large_program_goes_by_its_own():
    assert usual(*[(1, 10)] * 2000) == pytest.approx(0.1, abs=0.002)


@given(records, st.randoms())
def test_the_usual_rate_does_not_depend_on_the_order(some, chance):
    shuffled = list(some)
    chance.shuffle(shuffled)

    assert usual(*some) == usual(*shuffled)
    assert 0 <= usual(*some) <= 1


@given(records, st.tuples(counts, counts).map(lambda both: (min(both), max(both))))
def test_one_more_mentor_moves_it_by_the_definition(some, one):
    every = [*some, one]
    weights = [min(asked, ENOUGH) for _, asked in every]
    own = [answered / max(asked, 1) for answered, asked in every]
    did = sum(weight * rate_ for weight, rate_ in zip(weights, own, strict=True))

    exact = (ASSUMED * USUAL_RATE + did) / (ASSUMED + sum(weights))
    assert usual(*every) == pytest.approx(exact, abs=0.6e-4)


def test_mentors_of_a_program_stand_where_it_usually_is():
    mentors = some_mentors(2, hours_per_month=[4, 4], asked=[0, 9], answered=[0, 9])

    settled = with_usual_rates(mentors, answered=0.4, kept=0.6)

    fits = commitment.rows(a_goal(**WEEKLY), settled)(slice(None))[0]
    assert fits[0] == np.float32((1 + 0.4 + 0.6) / 3)
    assert fits[1] == np.float32((1 + 1 + 0.6) / 3)
    assert with_usual_rates(settled, answered=0.4, kept=0.6) is settled
