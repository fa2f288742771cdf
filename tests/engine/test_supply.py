"""What mentors who take part are open to, against a plain count and the hard rules."""

import numpy as np
from hypothesis import given

from matching.engine.filters import Removal, Rules
from matching.engine.snapshot import FORMATS, PURPOSES
from matching.engine.supply import Balance, supply
from tests.engine.worlds import snapshot, some_goals, some_mentors, worlds

SKILL = 1 << PURPOSES.index("skill")


def balances(goals, mentors):
    found = supply(snapshot(goals, mentors))
    return found.purposes, found.formats


def test_who_refuses_a_purpose_offers_nothing_for_it():
    mentors = some_mentors(
        3,
        purposes_not_taken=[SKILL] * 3,
        paused=[False, True, False],
        accepting=[True, True, False],
    )

    purposes, formats = balances(some_goals(1), mentors)

    assert purposes == [Balance("skill", goals=1, mentors=0, places=0)]
    assert formats == [
        Balance("conversation", goals=1, mentors=1, places=1),
        Balance("ongoing", goals=0, mentors=1, places=1),
    ]


def test_a_place_of_a_format_that_its_mentor_does_not_take_is_none():
    mentors = some_mentors(1, formats_not_taken=[1 << FORMATS.index("ongoing")])

    assert balances(some_goals(1), mentors) == (
        [Balance("skill", 1, 1, 1)],
        [Balance("conversation", 1, 1, 1), Balance("ongoing", 0, 0, 0)],
    )


def test_who_is_full_is_open_with_no_place():
    mentors = some_mentors(1, conversation_places=[0], ongoing_places=[0])

    assert balances(some_goals(2), mentors)[0] == [Balance("skill", 2, 1, 0)]


def test_nobody_wants_and_nobody_offers():
    none = [Balance("conversation", 0, 0, 0), Balance("ongoing", 0, 0, 0)]

    assert balances(some_goals(0), some_mentors(0)) == ([], none)
    assert balances(some_goals(0), some_mentors(1))[0] == []
    assert balances(some_goals(1), some_mentors(0))[0] == [Balance("skill", 1, 0, 0)]


def plainly(whole, wants, refuses):
    """The same by a loop over people: ``wants`` goals of a kind, ``refuses`` mentors."""
    mentors, count, places = whole.mentors, 0, 0
    for m in range(len(mentors)):
        if not mentors.accepting[m] or mentors.paused[m] or refuses(m):
            continue
        count += 1
        for number, free in enumerate(mentors.places()[:, m].tolist()):
            places += 0 if mentors.formats_not_taken[m] >> number & 1 else free
    return sum(map(wants, range(len(whole.goals)))), count, places


@given(worlds())
def test_purposes_agree_with_a_plain_count(world):
    whole = world.snapshot
    goals, mentors = whole.goals, whole.mentors

    for row in supply(whole).purposes:
        number = PURPOSES.index(row.kind)
        assert row[1:] == plainly(
            whole,
            lambda g, number=number: int(goals.purpose[g]) == number,
            lambda m, number=number: int(mentors.purposes_not_taken[m]) >> number & 1,
        )


@given(worlds())
def test_nobody_who_is_closed_here_is_a_candidate(world):
    """The table and the rules say the same of who takes part and which purposes."""
    whole = world.snapshot
    found, rules = supply(whole), Removal(whole, Rules())

    for g in range(len(whole.goals)):
        candidates = np.flatnonzero(rules.by_kind[rules.kind[g]] == 0)
        purpose = PURPOSES[whole.goals.purpose[g]]
        row = next(row for row in found.purposes if row.kind == purpose)
        assert found.taking_part[candidates].all()
        assert (found.places[candidates] > 0).all()
        assert len(candidates) <= row.mentors
        assert found.places[candidates].sum() <= row.places
