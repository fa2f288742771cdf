"""The purpose of a goal decides who is ahead; the same two people, told by real scores."""

from itertools import combinations

import numpy as np
import pytest

from matching.engine.combine import DEFAULT_WEIGHTS
from matching.engine.score import score_goals
from matching.engine.snapshot import FACTORS, NICE, PURPOSES
from tests.engine.worlds import (
    NAN,
    a_goal,
    added_up,
    snapshot,
    some_goals,
    some_mentors,
)

HERE, ELSEWHERE = 1, 2


def scores(goal, mentors, relevance=0.6):
    """The score of each mentor, in the order given."""
    values = np.full((1, len(mentors)), relevance, np.float32)
    scored = score_goals(snapshot(goal, mentors), values)
    found = dict(
        zip(scored.pairs.mentor.tolist(), scored.pairs.score.tolist(), strict=True)
    )
    return [found[number] for number in mentors.id.tolist()]


def at_levels(*steps, **columns):
    """Mentors who are equal in everything but the step they stand at."""
    levels = [[step, NAN, NAN] for step in steps]
    return some_mentors(len(steps), track_level=levels, **columns)


def with_years(*years):
    return some_mentors(len(years), track_years=[[n, NAN, NAN] for n in years])


def test_for_growth_three_years_ahead_beat_the_executive_with_the_title_aimed_for():
    """R74: the executive's whole text is what the goal dreams of, and still comes
    second: what worked thirty years ago is hard to apply."""
    goal = a_goal("growth", years=4)
    ahead, executive = with_years(7, 34).id

    values = np.array([[0.6, 0.95]], np.float32)
    scored = score_goals(snapshot(goal, with_years(7, 34)), values)

    assert scored.pairs.mentor.tolist() == [ahead, executive]


def test_for_growth_two_steps_ahead_beat_a_peer_and_the_top():
    peer, ahead, top = scores(a_goal("growth", level=2), at_levels(2, 4, 7))

    assert ahead > peer > top


def test_for_technology_a_junior_is_not_behind_an_otherwise_equal_senior():
    """R43: juniors often know the new thing first."""
    junior, peer, senior = scores(a_goal("technology", level=4), at_levels(0, 4, 7))

    assert junior == peer == senior


@pytest.mark.parametrize("purpose", ["growth", "shop_talk"])
def test_where_distance_is_the_point_the_same_two_are_not_equal(purpose):
    junior, senior = scores(a_goal(purpose, level=4), at_levels(0, 6))

    assert junior < senior


def test_for_the_workplace_an_outsider_is_ahead_of_an_otherwise_equal_insider():
    """R60: insiders may not be objective."""
    goal = a_goal("workplace", organisation=HERE)
    mentors = some_mentors(2, organisation=[HERE, ELSEWHERE])

    inside, outside = scores(goal, mentors)

    assert outside > inside


@pytest.mark.parametrize("purpose", PURPOSES)
def test_any_goal_about_the_workplace_puts_the_outsider_ahead(purpose):
    mentors = some_mentors(2, organisation=[HERE, ELSEWHERE])

    marked = scores(a_goal(purpose, organisation=HERE, about_workplace=True), mentors)
    unmarked = scores(a_goal(purpose, organisation=HERE), mentors)

    assert marked[1] > marked[0]
    assert (unmarked[1] > unmarked[0]) == (purpose == "workplace")


def test_for_the_workplace_a_peer_is_ahead_of_the_top():
    """R66: try your peers."""
    peer, top = scores(a_goal("workplace", level=3), at_levels(3, 7))

    assert peer > top


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_title_by_itself_adds_nothing(purpose):
    """R58: inside the purpose's window two levels count the same."""
    goal = a_goal(purpose, level=2)
    inside = {"growth": (3, 5), "shop_talk": (1, 3), "workplace": (1, 4)}

    lower, higher = scores(goal, at_levels(*inside.get(purpose, (0, 7))))

    assert lower == higher


def people():
    """One pair of people with something known of every factor."""
    goal = {
        "hours_known": True,
        "weeks": np.full((1, 6), 1, np.uint64),
        "styles": [2, 0, 1, 0, 0, 2],
        "level": 2,
        "organisation": HERE,
        "tags": [0b111],
        "minutes_needed": 60,
    }
    mentors = at_levels(
        6,
        hours_known=[True],
        weeks=np.full((1, 1, 6), 1, np.uint64),
        styles=[[2, 0, 2, 1, 0, 1]],
        organisation=[HERE],
        tags=[[0b001]],
        hears_declared=[1],
        hours_per_month=[2],
        answered=[6],
        asked=[6],
        listening=[0.95],
        connection=[0.9],
        inspiration=[0.1],
    )
    return goal, mentors


def test_the_same_two_people_have_another_score_when_only_the_purpose_changes():
    """R2, for every two of the nine purposes."""
    goal, mentors = people()

    found = {purpose: scores(a_goal(purpose, **goal), mentors) for purpose in PURPOSES}

    equal = [
        pair for pair in combinations(PURPOSES, 2) if found[pair[0]] == found[pair[1]]
    ]
    assert equal == []


def test_the_purpose_changes_what_the_same_factors_add():
    """R2: the explanation changes too, not the total alone."""
    goal, mentors = people()
    relevance = np.full((1, 1), 0.6, np.float32)

    told = {
        purpose: added_up(
            score_goals(snapshot(a_goal(purpose, **goal), mentors), relevance)
        )[0]
        for purpose in PURPOSES
    }

    assert len({tuple(added.tolist()) for added in told.values()}) == len(PURPOSES)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_where_nothing_is_known_only_relevance_speaks(purpose):
    """Default importance, no answers: the weights are the purpose's, the rest halves."""
    goals = some_goals(
        1,
        purpose=[PURPOSES.index(purpose)],
        importance=[[NICE] * len(FACTORS)],
    )

    (score,) = scores(goals, some_mentors(1), relevance=1)

    shares = DEFAULT_WEIGHTS[purpose]
    counted = sum(shares.values()) - (purpose == "technology") * shares["level"]
    assert score == pytest.approx(5000 + 5000 * shares["relevance"] / counted, abs=5)
