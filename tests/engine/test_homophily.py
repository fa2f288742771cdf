"""Whether pairs are alike more often than by chance, against a plain count of pairs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.homophily import Homophily, Pairs, Trait, homophily, settled

FEW = Homophily("field", 10)


def pairs_of(mentees, mentors, pool=None, speaks=None, can_talk=None):
    """Pairs of people who can all talk, unless said otherwise."""
    pool = sorted(set(mentors)) if pool is None else pool
    people = max([*mentees, *mentors, *pool], default=-1) + 1
    return Pairs(
        mentee=np.array(mentees, np.int64),
        mentor=np.array(mentors, np.int64),
        pool=np.array(pool, np.int64),
        speaks=np.zeros(people, np.int64) if speaks is None else np.array(speaks),
        can_talk=np.ones((1, 1), bool) if can_talk is None else np.array(can_talk),
    )


def field(*said):
    return Trait("field", np.array(said, np.int64))


def of_ten(alike, unlike):
    """So many pairs of each kind, and as many mentors of either field."""
    count = alike + unlike
    mentees, mentors = np.arange(count), count + np.arange(count)
    said = [0] * count + [0] * alike + [1] * unlike
    return field(*said), pairs_of(mentees, mentors)


def test_ten_alike_and_ten_unlike_are_told_of():
    assert homophily(*of_ten(10, 10), smallest=10) == Homophily(
        "field", 10, pairs=20, alike=10, by_chance=0.5, low=0.3, high=0.7
    )


@pytest.mark.parametrize(("alike", "unlike"), [(9, 11), (11, 9), (20, 0), (0, 20)])
def test_nine_of_a_kind_are_not(alike, unlike):
    assert homophily(*of_ten(alike, unlike), smallest=10) == FEW


@pytest.mark.parametrize("others", [0, 9])
def test_nor_are_many_pairs_where_few_mentors_are_unlike(others):
    """Chance would tell of these few mentors, however many pairs there are."""
    mentees, mentors = np.arange(40), 40 + np.arange(40)
    pool = [*mentors[:30], *mentors[30 : 30 + others]]
    trait = field(*[0, 1] * 20, *[0, 1] * 15, *[2] * 10)

    assert homophily(trait, pairs_of(mentees, mentors, pool), 10).pairs is not None
    alone = field(*[0] * 40, *[0] * 30, *[1] * 10)
    assert homophily(alone, pairs_of(mentees, mentors, pool), 10) == FEW


def test_nobody_and_one_pair_have_no_numbers():
    assert homophily(field(), pairs_of([], []), 10) == FEW
    assert homophily(field(3, 3), pairs_of([0], [1]), 10) == FEW


def test_chance_is_of_all_pairs_of_these_mentees_and_the_mentors():
    """Two mentees of fields 0 and 1; mentors of fields 0, 0 and 1: three of six."""
    trait, pairs = field(0, 1, 0, 0, 1), pairs_of([0, 1], [2, 3], [2, 3, 4])

    found = homophily(trait, pairs, 1)

    assert (found.pairs, found.alike, found.by_chance) == (2, 1, 0.5)


def test_whoever_has_not_said_counts_nowhere():
    trait, pairs = field(0, 1, -1, 0, 0, 1), pairs_of([0, 1, 2, 0], [3, 4, 5, 5])

    found = homophily(trait, pairs, 1)

    # The third pair is unknown; of nine others, four are alike: 0 with 3 and 4, twice,
    # and 1 with 5.
    assert (found.pairs, found.alike, found.by_chance) == (2, 1, 0.5)


# Against the definition


@st.composite
def programs(draw):
    """Mentees and mentors, some of whom are both, with coarse answers."""
    people = draw(st.integers(2, 12))
    number = st.integers(0, people - 1)
    both = st.lists(st.tuples(number, number).filter(lambda p: p[0] != p[1]))
    begun = list(dict.fromkeys(draw(both)))
    more = draw(st.lists(number, unique=True))
    pool = sorted({*(mentor for _, mentor in begun), *more})
    kinds = draw(st.integers(1, 3))
    talk = np.eye(kinds, dtype=bool) | draw(st.booleans())
    speaks = draw(st.lists(st.integers(0, kinds - 1), min_size=people, max_size=people))
    said = draw(st.lists(st.integers(-1, 2), min_size=people, max_size=people))
    things = draw(
        st.none()
        | st.lists(
            st.lists(st.booleans(), min_size=3, max_size=3), min_size=3, max_size=3
        )
    )
    return (
        Trait(
            "field",
            np.array(said),
            None if things is None else np.array(things),
            draw(st.integers(1, 2)),
        ),
        pairs_of(*zip(*begun, strict=True), pool, speaks, talk)
        if begun
        else pairs_of([], [], pool, speaks, talk),
    )


def plainly(trait, pairs, smallest):
    """The same, pair by pair."""

    def known(one, other):
        said = min(trait.said[one], trait.said[other]) >= 0
        return said and pairs.can_talk[pairs.speaks[one], pairs.speaks[other]]

    def alike(one, other):
        one, other = trait.said[one], trait.said[other]
        if trait.things is None:
            return one == other
        return sum(trait.things[one] & trait.things[other]) >= trait.needed

    begun = zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True)
    rows = [pair for pair in begun if known(*pair)]
    rows = rows[: settled([alike(*pair) for pair in rows], smallest)]
    could = [
        [alike(one, m) for one, _ in rows if one != m and known(one, m)]
        for m in pairs.pool.tolist()
    ]
    could = [of for of in could if of]
    could = could[: settled([sum(of) / len(of) for of in could], smallest)]
    if not rows or not could:
        return None
    chance = sum(map(sum, could)) / sum(map(len, could))
    return len(rows), sum(alike(*pair) for pair in rows), round(chance, 2)


@given(programs(), st.integers(1, 2))
def test_it_agrees_with_the_definition(program, smallest):
    trait, pairs = program
    expected = plainly(trait, pairs, smallest)

    found = homophily(trait, pairs, smallest)

    if expected is None:
        assert found == Homophily("field", smallest)
    else:
        assert (found.pairs, found.alike, found.by_chance) == expected
        assert 0 <= found.low <= found.alike / found.pairs + 0.005
        assert found.alike / found.pairs - 0.005 <= found.high <= 1


# What two reports tell together


@given(st.lists(st.booleans(), max_size=90), st.data(), st.integers(1, 6))
def test_what_is_new_in_a_later_report_holds_enough_of_either_kind(
    alike, data, smallest
):
    earlier = data.draw(st.integers(0, len(alike)))

    before, after = settled(alike[:earlier], smallest), settled(alike, smallest)

    assert before <= after
    new = alike[before:after]
    assert not new or min(new.count(True), new.count(False)) >= smallest


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 6))
def test_only_whole_groups_are_told_of(alike, smallest):
    assert settled(alike, smallest) % smallest == 0
