from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import filters
from matching.engine.filters import BIT, NUMBER, RULES, Removal, Rules, names_in
from matching.engine.score import score_goals
from matching.engine.snapshot import ATTRIBUTES, FACTORS, PURPOSES, REASONS
from tests.engine import reference
from tests.engine.worlds import (
    NAN,
    a_goal,
    a_mentor,
    masks_of,
    snapshot,
    some_goals,
    some_mentors,
    table,
    wishing,
    worlds,
)

rules = st.builds(Rules, st.booleans(), st.sampled_from([0, 0.3, 0.6]))
ENGLISH, FRENCH = 1, 2


def removed(goal, mentor, *pairs, rules=None, **factors):
    """Names of the rules that remove the only pair; relevance is fine if not given."""
    values = table(relevance=factors.pop("relevance", 1))
    whole = snapshot(
        goal, replace(mentor, **rated(factors)), *((0, 0, reason) for reason in pairs)
    )
    removal = Removal(whole, rules or Rules())
    at = np.zeros(1, np.int64)
    by_relevance = removal.by_relevance(at, at, values[:, 0])
    return names_in(masks_of(removal, 0)[0] | by_relevance[0])


def rated(factors):
    """Columns of one mentor that give rated factors these values."""
    return {name: np.array([value], np.float32) for name, value in factors.items()}


def deal_breaker(factor, hide=False):
    chosen = [name == factor for name in FACTORS]
    hidden = [name == factor and hide for name in FACTORS]
    return {"deal_breaker": chosen, "hide_unknown": hidden}


def test_nobody_is_removed_without_a_reason():
    assert removed(a_goal(), a_mentor()) == []


def test_nobody_mentors_themself():
    assert removed(a_goal(person=8), a_mentor(person=8)) == ["self"]


@pytest.mark.parametrize("columns", [{"accepting": False}, {"paused": True}])
def test_only_who_accepts_requests_now_is_suggested(columns):
    assert removed(a_goal(), a_mentor(**columns)) == ["not_accepting"]


def test_there_must_be_a_place_of_the_asked_kind():
    only_talks = a_mentor(ongoing_places=0)
    only_ongoing = a_mentor(conversation_places=0)

    assert removed(a_goal(format=0), only_talks) == []
    assert removed(a_goal(format=1), only_talks) == ["no_place"]
    assert removed(a_goal(format=0), only_ongoing) == ["no_place"]
    assert removed(a_goal(format=1), only_ongoing) == []


def test_two_who_share_no_language_are_kept_apart():
    french = a_mentor(languages=FRENCH)

    assert removed(a_goal(languages=ENGLISH), french) == ["no_language"]
    assert removed(a_goal(languages=ENGLISH | FRENCH), french) == []


def test_an_unknown_language_removes_nobody():
    assert removed(a_goal(), a_mentor(languages=FRENCH)) == []
    assert removed(a_goal(languages=FRENCH), a_mentor()) == []


@pytest.mark.parametrize("reason", [r for r in REASONS if r != "topic_not_taken"])
def test_what_happened_between_two_removes_the_pair(reason):
    assert removed(a_goal(), a_mentor(), reason) == [reason]


def test_a_pair_alone_is_removed_and_nobody_else():
    whole = snapshot(some_goals(2), some_mentors(3), (1, 2, "block"))
    removal = Removal(whole, Rules())

    masks = [masks_of(removal, goal).tolist() for goal in range(2)]

    assert masks == [[0, 0, 0], [0, 0, BIT["block"]]]


def test_a_program_may_allow_the_reporting_line():
    allowed = Rules(reporting_line=False)

    assert removed(a_goal(), a_mentor(), "reporting_line", rules=allowed) == []


@pytest.mark.parametrize("number", range(len(PURPOSES)))
def test_a_mentor_may_not_take_a_purpose(number):
    mentor = a_mentor(purposes_not_taken=1 << number)

    for purpose in PURPOSES:
        expected = ["boundary"] if purpose == PURPOSES[number] else []
        assert removed(a_goal(purpose), mentor) == expected


def test_a_mentor_may_not_take_a_format():
    mentor = a_mentor(formats_not_taken=0b10)

    assert removed(a_goal(format=0), mentor) == []
    assert removed(a_goal(format=1), mentor) == ["boundary"]


def test_a_mentor_may_take_some_levels_only():
    mentor = a_mentor(takes_level_low=1, takes_level_high=3)

    taken = [removed(a_goal(level=step), mentor) == [] for step in range(5)]

    assert taken == [False, True, True, True, False]
    assert removed(a_goal(level=NAN), mentor) == []


def test_a_topic_not_taken_is_a_boundary():
    assert removed(a_goal(), a_mentor(), "topic_not_taken") == ["boundary"]


# Factors that a test can set by themselves; the others are held by the property below.
SETTABLE = ("relevance", *FACTORS[-3:])


@pytest.mark.parametrize("factor", SETTABLE)
def test_a_deal_breaker_removes_who_is_known_to_fail_it(factor):
    goal = a_goal(**deal_breaker(factor))

    assert removed(goal, a_mentor(), **{factor: 0.49}) == [f"deal_breaker_{factor}"]
    assert removed(goal, a_mentor(), **{factor: 0.5}) == []
    assert removed(a_goal(), a_mentor(), **{factor: 0}) == []


@pytest.mark.parametrize("factor", SETTABLE)
def test_the_mentee_chooses_whether_the_unknown_fails_a_deal_breaker(factor):
    keep, hide = a_goal(**deal_breaker(factor)), a_goal(**deal_breaker(factor, True))

    assert removed(keep, a_mentor(), **{factor: NAN}) == []
    assert removed(hide, a_mentor(), **{factor: NAN}) == [f"deal_breaker_{factor}"]


def test_a_program_may_ask_for_some_relevance():
    some = Rules(least_relevance=0.2)

    assert removed(a_goal(), a_mentor(), rules=some, relevance=0.1) == ["off_topic"]
    assert removed(a_goal(), a_mentor(), rules=some, relevance=0.2) == []
    assert removed(a_goal(), a_mentor(), rules=some, relevance=NAN) == []
    assert removed(a_goal(), a_mentor(), relevance=0) == []


def test_several_rules_are_all_named_in_a_fixed_order():
    mentor = a_mentor(paused=True, ongoing_places=0)

    names = removed(a_goal(format=1), mentor, "block", "already")

    assert names == ["not_accepting", "no_place", "block", "already"]


@given(worlds(), rules)
def test_agrees_with_the_rules_pair_by_pair(world, chosen):
    whole = world.snapshot
    removal = Removal(whole, chosen)

    for g in range(len(whole.goals)):
        everybody = np.arange(len(whole.mentors))
        masks = masks_of(removal, g) | removal.by_relevance(
            np.full_like(everybody, g), everybody, world.relevance[g]
        )
        for m, mask in enumerate(masks):
            _, expected = reference.pair(world, g, m, chosen)
            assert set(names_in(mask)) == expected


def test_a_rule_that_is_relaxed_removes_nobody():
    paused = a_mentor(paused=True)
    without = Rules(
        relaxed=frozenset({"not_accepting", "off_topic"}), least_relevance=1
    )

    assert removed(a_goal(), paused, "block", rules=without, relevance=0) == ["block"]


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_a_wish_removes_who_does_not_meet_it(attribute):
    keep, hide = (
        snapshot(
            a_goal(),
            some_mentors(3),
            **wishing((0, attribute, [1, 0, -1], hides)),
        )
        for hides in (False, True)
    )
    fails = BIT[f"wish_{attribute}"]

    assert masks_of(Removal(keep, Rules()), 0).tolist() == [0, fails, 0]
    assert masks_of(Removal(hide, Rules()), 0).tolist() == [0, fails, fails]


def test_a_wish_that_could_not_be_checked_is_noted():
    whole = snapshot(a_goal(), some_mentors(2), **wishing((0, "place", [1, -1], False)))

    scored = score_goals(whole, np.ones((1, 2), np.float32))

    by_mentor = dict(zip(scored.pairs.mentor, scored.pairs.noted, strict=True))
    assert [names_in(by_mentor[m]) for m in sorted(by_mentor)] == [[], ["wish_place"]]


def test_what_could_not_be_checked_is_noted():
    removal = Removal(snapshot(a_goal(**deal_breaker("level")), a_mentor()), Rules())
    at = np.zeros(1, np.int64)

    known = filters.noted(removal, at, at, table(level=0.7))
    unknown = filters.noted(removal, at, at, table(relevance=0.7))

    assert names_in(known[0]) == []
    assert names_in(unknown[0]) == ["deal_breaker_level"]


def test_a_reporting_line_that_is_allowed_is_noted():
    whole = snapshot(some_goals(1), some_mentors(2), (0, 1, "reporting_line"))

    scored = score_goals(
        whole, np.ones((1, 2), np.float32), Rules(reporting_line=False)
    )

    by_mentor = dict(zip(scored.pairs.mentor, scored.pairs.noted, strict=True))
    told = [names_in(by_mentor[mentor]) for mentor in sorted(by_mentor)]
    assert told == [[], ["reporting_line"]]


def test_rules_have_names_and_sentences_of_their_own():
    assert len(NUMBER) == len(RULES)
    assert len({rule.sentence for rule in RULES}) == len(RULES)
    assert all(rule.sentence.endswith(".") for rule in RULES)
    assert {rule.name for rule in RULES if rule.private} == {"block", "never_match"}
    assert all(one < other for one, other in pairwise(BIT.values()))
