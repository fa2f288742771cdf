import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.acceptance import deferred_acceptance, ranges


def by_hand(lists, worth, room, wanted):
    """One goal asks at a time, with lists and dictionaries: the textbook's way."""
    kept = {mentor: [] for mentor in range(len(room))}
    upcoming = [0] * len(lists)
    missing = list(wanted)
    asking = [goal for goal in range(len(lists)) if missing[goal]]
    while asking:
        goal = asking.pop()
        while missing[goal] and upcoming[goal] < len(lists[goal]):
            mentor = lists[goal][upcoming[goal]]
            upcoming[goal] += 1
            missing[goal] -= 1
            kept[mentor].append(goal)
            kept[mentor].sort(key=lambda other, m=mentor: (-worth[other][m], other))
            for refused in kept[mentor][room[mentor] :]:
                missing[refused] += 1
                asking.append(refused)
            del kept[mentor][room[mentor] :]
    return {(goal, mentor) for mentor, goals in kept.items() for goal in goals}


@st.composite
def markets(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    # Up to eight goals ask one by one; of more, most rounds are made at once.
    goals, mentors = draw(st.integers(0, 40)), draw(st.integers(1, 12))
    lists = [
        rng.permutation(mentors)[: rng.integers(0, mentors + 1)].tolist()
        for _ in range(goals)
    ]
    worth = rng.integers(0, draw(st.sampled_from([4, 10**6, 2**62])), (goals, mentors))
    return lists, worth, rng.integers(0, 4, mentors), rng.integers(0, 4, goals)


def accepted(lists, worth, room, wanted):
    """The same market as arrays, and the pairs that came about."""
    starts = np.cumsum([0, *(len(one) for one in lists)])
    mentor = np.array(sum(lists, []), np.int64)
    goal = np.repeat(np.arange(len(lists)), np.diff(starts))
    came = deferred_acceptance(
        starts, mentor, worth[goal, mentor], np.array(room), np.array(wanted)
    )
    return set(zip(goal[came].tolist(), mentor[came].tolist(), strict=True))


@given(markets())
def test_agrees_with_the_textbook(market):
    assert accepted(*market) == by_hand(*market)


def test_a_mentor_lets_go_of_whom_it_likes_less():
    lists, worth = [[0, 1], [0, 1]], np.array([[1, 1], [2, 2]])

    assert accepted(lists, worth, [1, 1], [1, 1]) == {(0, 1), (1, 0)}


def test_of_equals_the_first_goal_stays():
    lists, worth = [[0], [0]], np.array([[5], [5]])

    assert accepted(lists, worth, [1], [1, 1]) == {(0, 0)}


def test_who_wants_nobody_or_has_no_room_gets_nobody():
    lists, worth = [[0], [0]], np.array([[5], [5]])

    assert accepted(lists, worth, [0], [1, 1]) == set()
    assert accepted(lists, worth, [2], [0, 0]) == set()


def test_ranges_follow_each_other():
    found = ranges(np.array([5, 9, 2]), np.array([2, 0, 3]))

    assert found.tolist() == [5, 6, 2, 3, 4]
    assert ranges(np.array([], int), np.array([], int)).tolist() == []
