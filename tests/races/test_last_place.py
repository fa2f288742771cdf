"""Many requests race for a mentor's last place: exactly one begins."""

import pytest

from mentorship.notices.models import Mail
from mentorship.pitches import actions
from mentorship.pitches.models import Pitch
from mentorship.relationships import actions as relationships
from mentorship.relationships.models import Relationship
from mentorship.safety.models import AuditEvent
from tests import builders
from tests.races.together import (
    DONE,
    broken_places,
    clients,
    several_sent,
    take_place_by_looking,
    without_locks,
)

ROUNDS = [3, pytest.param(40, marks=pytest.mark.long)]
FULL = "All your places of this kind are taken."


@pytest.fixture
def one_place(program):
    return builders.mentor(program, builders.person("Olga Ruiz"), conversation_places=1)


def race_for_the_last_place(program, mentor, number, rounds, start_again):
    """What each client was told, round by round."""
    with clients(number) as many:
        for _ in range(rounds):
            start_again(mentor)
            asked = several_sent(program, mentor, number)
            outcomes = many.race(
                [lambda p=p: actions.accept(p, by=mentor.person) for p in asked]
            )
            yield outcomes


@pytest.mark.parametrize("rounds", ROUNDS)
def test_twelve_accepts_of_different_requests_take_the_last_place_once(
    program, one_place, rounds, start_again
):
    for outcomes in race_for_the_last_place(
        program, one_place, 12, rounds, start_again
    ):
        refusals = [outcome for outcome in outcomes if outcome != DONE]

        assert len(refusals) == 11
        assert {refusal[: len(FULL)] for refusal in refusals} == {FULL}
        assert Relationship.objects.count() == 1
        assert Pitch.objects.awaiting_answer().count() == 11
        assert AuditEvent.objects.filter(verb="accepted").count() == 1
        assert Mail.objects.filter(event__endswith="-accepted").count() == 1
        assert broken_places() == []


def test_fifty_accepts_at_once_take_the_last_place_once(
    program, one_place, start_again
):
    (outcomes,) = race_for_the_last_place(program, one_place, 50, 1, start_again)

    assert outcomes.count(DONE) == 1
    assert broken_places() == []


def test_the_control_that_looks_first_and_counts_afterwards_oversells(
    program, one_place, start_again, monkeypatch
):
    monkeypatch.setattr(relationships, "lock_pair", without_locks)
    monkeypatch.setattr(relationships, "take_place", take_place_by_looking)

    rounds = race_for_the_last_place(program, one_place, 12, 3, start_again)

    assert any(outcomes.count(DONE) > 1 for outcomes in rounds)


def test_ending_and_accepting_at_once_keep_the_count_right(
    program, one_place, start_again
):
    with clients(8) as many:
        for _ in range(4):
            start_again(one_place)
            asked = several_sent(program, one_place, 5)
            begun = actions.accept(asked[0], by=one_place.person)
            ends = [
                lambda b=begun: relationships.close(b, by=b.mentor.person),
                lambda b=begun: relationships.close(b, by=b.mentee.person),
            ] * 2
            accepts = [
                lambda p=p: actions.accept(p, by=one_place.person) for p in asked[1:]
            ]

            many.race(ends + accepts)

            assert AuditEvent.objects.filter(verb="closed").count() == 1
            assert Relationship.objects.going_on().count() <= 1
            assert broken_places() == []
