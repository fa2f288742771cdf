from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import filters
from matching.engine.filters import BIT, NUMBER, RULES, Rules, names_in
from matching.engine.score import score_goals
from matching.engine.snapshot import FACTORS, PURPOSES, REASONS
from tests.engine import reference
from tests.engine.worlds import (
    NAN,
    a_goal,
    a_mentor,
    snapshot,
    some_goals,
    some_mentors,
    table,
    worlds,
)

rules = st.builds(Rules, st.booleans(), st.sampled_from([0, 0.3, 0.6]))
ENGLISH, FRENCH = 1, 2


def removed(goal, mentor, *pairs, rules=None, **factors):
    """Names of the rules that remove the only pair; factors are fine if not given."""
    values = table(**dict.fromkeys(FACTORS, 1) | factors)
    whole = snapshot(goal, mentor, *((0, 0, reason) for reason in pairs))
    block = filters.rows(whole, rules or Rules())
    mask = block(slice(0, 1), [values[:, n : n + 1] for n in range(len(FACTORS))])
    return names_in(mask[0, 0])


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
    ones = [np.ones((2, 3), np.float32)] * len(FACTORS)

    mask = filters.rows(whole, Rules())(slice(0, 2), ones)

    assert mask.tolist() == [[0, 0, 0], [0, 0, BIT["block"]]]


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


@pytest.mark.parametrize("factor", FACTORS)
def test_a_deal_breaker_removes_who_is_known_to_fail_it(factor):
    goal = a_goal(**deal_breaker(factor))

    assert removed(goal, a_mentor(), **{factor: 0.49}) == [f"deal_breaker_{factor}"]
    assert removed(goal, a_mentor(), **{factor: 0.5}) == []
    assert removed(a_goal(), a_mentor(), **{factor: 0}) == []


@pytest.mark.parametrize("factor", FACTORS)
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


def test_counts_say_who_would_come_back():
    both = BIT["block"] | BIT["no_place"]
    mask = np.array([[0, BIT["block"], both, BIT["no_place"], BIT["no_place"]]])

    together, alone = filters.count(mask)

    block, place = NUMBER["block"], NUMBER["no_place"]
    assert (together[0, block], alone[0, block]) == (2, 1)
    assert (together[0, place], alone[0, place]) == (3, 2)
    assert together.sum() == 5


@given(st.lists(st.lists(st.integers(0, 2 ** len(RULES) - 1), max_size=20), max_size=4))
def test_counts_agree_with_counting_one_by_one(masks):
    width = min((len(mask) for mask in masks), default=0)
    masks = [mask[:width] for mask in masks]

    array = np.array(masks, np.uint32).reshape(len(masks), width)
    together, alone = filters.count(array)

    for row, mask in enumerate(masks):
        for number in range(len(RULES)):
            assert together[row, number] == sum(m >> number & 1 for m in mask)
            assert alone[row, number] == sum(m == 1 << number for m in mask)
    assert (alone <= together).all()


@given(worlds(), rules)
def test_agrees_with_the_rules_pair_by_pair(world, chosen):
    goals, mentors = world.snapshot.goals, world.snapshot.mentors
    told = world.snapshot.exclusions
    factors = [[{} for _ in range(len(mentors))] for _ in range(len(goals))]
    expected = np.zeros((len(goals), len(mentors)), object)
    for g, m in np.ndindex(expected.shape):
        goal, mentor = reference.row(goals, g), reference.row(mentors, m)
        here = (told.goal == g) & (told.mentor == m)
        reasons = {REASONS[number] for number in told.reason[here]}
        factors[g][m] = reference.values(goal, mentor, world.relevance[g, m])
        names = reference.removed_by(goal, mentor, factors[g][m], reasons, chosen)
        expected[g, m] = names

    shape = (len(goals), len(mentors))
    blocks = [
        np.array([[pair[name] for pair in row] for row in factors], np.float32)
        for name in FACTORS
    ]
    mask = filters.rows(world.snapshot, chosen)(
        slice(0, len(goals)), [block.reshape(shape) for block in blocks]
    )

    for g, m in np.ndindex(shape):
        assert set(names_in(mask[g, m])) == expected[g, m]


def test_what_could_not_be_checked_is_noted():
    whole = snapshot(a_goal(**deal_breaker("level")), a_mentor())
    at = np.zeros(1, np.int64)

    known = filters.noted(whole, Rules(), at, at, table(level=0.7))
    unknown = filters.noted(whole, Rules(), at, at, table(relevance=0.7))

    assert names_in(known[0]) == []
    assert names_in(unknown[0]) == ["deal_breaker_level"]


def test_a_reporting_line_that_is_allowed_is_noted():
    whole = snapshot(some_goals(1), some_mentors(2), (0, 1, "reporting_line"))

    scored = score_goals(
        whole, np.ones((1, 2), np.float32), Rules(reporting_line=False)
    )

    assert [names_in(mask) for mask in scored.pairs.noted] == [[], ["reporting_line"]]


def test_rules_have_names_and_sentences_of_their_own():
    assert len(NUMBER) == len(RULES)
    assert len({rule.sentence for rule in RULES}) == len(RULES)
    assert all(rule.sentence.endswith(".") for rule in RULES)
    assert {rule.name for rule in RULES if rule.private} == {"block", "never_match"}
    assert all(one < other for one, other in pairwise(BIT.values()))
