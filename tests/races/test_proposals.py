"""Answers to proposals race: places are never oversold, and no yes survives a no."""

from functools import partial

import pytest

from matching import actions
from matching.actions import putting
from matching.models import Proposal, ProposalSet
from mentorship.notices.models import Mail
from mentorship.relationships import actions as relationships
from mentorship.relationships.models import Relationship, Yes
from mentorship.safety.actions import block
from tests import builders
from tests.races.together import (
    DONE,
    broken_places,
    clients,
    take_place_by_looking,
    without_locks,
)

ROUNDS = [3, pytest.param(40, marks=pytest.mark.long)]
CLIENTS = 8


@pytest.fixture
def one_place(program):
    return builders.mentor(program, builders.person("Olga Ruiz"), conversation_places=1)


@pytest.fixture
def goals(program):
    return [
        builders.goal(builders.mentee(program, builders.person(f"M{n}")))
        for n in range(CLIENTS)
    ]


def drafted(ada, mentor, goals):
    made = ProposalSet.objects.create(
        program=mentor.program, made_by=ada, why="You would get on.", state="draft"
    )
    for goal in goals:
        Proposal.objects.create(
            set=made, goal=goal, mentor=mentor, score=1, factors=[], weights=[]
        )
    return made


@pytest.fixture
def fresh(ada, start_again):
    """A new published set each round, without what the last one left."""

    def put(mentor, goals):
        Proposal.objects.all().delete()
        ProposalSet.objects.all().delete()
        start_again(mentor)
        made = drafted(ada, mentor, goals)
        actions.publish(made, by=ada)
        return list(made.proposals.select_related("goal__mentee__person"))

    return put


def last_yeses(fresh, mentor, goals, rounds):
    """The mentor said yes to everybody; all mentees say theirs at once."""
    with clients(CLIENTS) as many:
        for _ in range(rounds):
            put = fresh(mentor, goals)
            for proposal in put:
                actions.agree(proposal, by=mentor.person)
            yield many.race(
                [lambda p=p: actions.agree(p, by=p.goal.mentee.person) for p in put]
            )


@pytest.mark.parametrize("rounds", ROUNDS)
def test_the_last_place_is_taken_by_one_of_eight_last_yeses(
    fresh, one_place, goals, rounds
):
    for outcomes in last_yeses(fresh, one_place, goals, rounds):
        refusals = {outcome for outcome in outcomes if outcome != DONE}

        assert outcomes.count(DONE) == 1
        assert refusals == {
            "Olga has no free place just now. You can wait, or ask others."
        }
        assert Relationship.objects.count() == 1
        assert Yes.objects.count() == CLIENTS + 1  # nobody's who was refused
        assert Mail.objects.filter(event__endswith="-begun").count() == 1
        assert broken_places() == []


def test_the_control_without_locks_that_counts_by_looking_oversells(
    fresh, one_place, goals, monkeypatch
):
    monkeypatch.setattr(relationships, "lock_pair", without_locks)
    monkeypatch.setattr(relationships, "take_place", take_place_by_looking)

    rounds = last_yeses(fresh, one_place, goals, 4)

    assert any(outcomes.count(DONE) > 1 for outcomes in rounds)


def yes_against_no(fresh, omar, goal, rounds):
    """The mentor waits with a yes; the mentee says yes and no in eight windows."""
    with clients(CLIENTS) as many:
        for _ in range(rounds):
            (put,) = fresh(omar, [goal])
            actions.agree(put, by=omar.person)
            both = [
                partial(actions.agree, put, by=goal.mentee.person),
                partial(actions.pass_over, put, by=goal.mentee.person),
            ]
            many.race(both * (CLIENTS // 2))
            yield Proposal.objects.get(pk=put.pk), Relationship.objects.count()


def is_whole(proposal, begun):
    """Either both said yes and began, or there is a no and no yes of that side."""
    if begun:
        return proposal.state == "begun" and proposal.mentee_no_at is None
    return (
        proposal.state == "open"
        and proposal.said_by("mentee") == "no"
        and Yes.objects.count() == 1
    )


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_yes_and_a_no_at_once_are_one_of_the_two(fresh, omar, goal, rounds):
    for proposal, begun in yes_against_no(fresh, omar, goal, rounds):
        assert begun <= 1
        assert is_whole(proposal, begun)
        assert broken_places() == []


def move_without_looking(proposal, side, **changes):
    Proposal.objects.filter(pk=proposal.pk).update(**changes)


def test_the_control_that_moves_without_looking_loses_an_answer(
    fresh, omar, goal, monkeypatch
):
    monkeypatch.setattr(relationships, "lock_pair", without_locks)
    monkeypatch.setattr(putting, "_move", move_without_looking)
    broken = []
    try:
        for proposal, begun in yes_against_no(fresh, omar, goal, 12):
            broken.append(not is_whole(proposal, begun))
    except Exception as error:  # the database's own rules stop it
        broken.append("proposal_" in str(error) or "relationship_" in str(error))

    assert any(broken)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_publishing_twice_is_publishing_once(ada, omar, goals, start_again, rounds):
    builders.Enrolment.objects.filter(pk=omar.pk).update(conversation_places=20)
    with clients(CLIENTS) as many:
        for _ in range(rounds):
            Proposal.objects.all().delete()
            ProposalSet.objects.all().delete()
            start_again(omar)
            made = drafted(ada, omar, goals)
            outcomes = many.race([lambda m=made: actions.publish(m, by=ada)] * CLIENTS)

            assert outcomes.count(DONE) == 1
            assert Mail.objects.count() == CLIENTS + 1
            assert made.proposals.filter(state="open").count() == CLIENTS


def test_nothing_is_open_or_begun_across_a_block(fresh, omar, goal):
    me = goal.mentee.person
    with clients(CLIENTS) as many:
        for _ in range(4):
            (put,) = fresh(omar, [goal])
            actions.agree(put, by=omar.person)
            many.race(
                [
                    lambda: block(omar.person, me),
                    lambda: block(me, omar.person),
                    *[partial(actions.agree, put, by=me)] * (CLIENTS - 2),
                ]
            )

            assert not Relationship.objects.going_on().exists()
            assert not Proposal.objects.filter(state="open").exists()
            assert broken_places() == []
