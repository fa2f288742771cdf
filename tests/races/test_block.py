"""Blocking, sending and accepting at once: no request stays open across a block."""

import pytest

from mentorship.pitches import actions
from mentorship.pitches.models import Pitch
from mentorship.relationships import actions as relationships
from mentorship.relationships.models import Relationship
from mentorship.safety import actions as safety
from mentorship.safety.models import Block
from tests import builders
from tests.races.together import broken_places, clients, sent, without_locks

ROUNDS = [12, pytest.param(600, marks=pytest.mark.long)]


def open_across_a_block() -> int:
    """Requests waiting, and relationships going on, between people who are parted."""
    assert Block.objects.exists()
    return (
        Pitch.objects.awaiting_answer().count()
        + Relationship.objects.going_on().count()
    )


def block_send_accept(goal, omar, rounds, start_again):
    """What was left open after each round."""
    mina = goal.mentee.person
    other = builders.goal(goal.mentee, title="Another goal")
    with clients(6) as many:
        for number in range(rounds):
            start_again(omar)
            waiting = sent(goal, omar) if number % 2 else None
            draft = builders.pitch(other, omar)
            third = (
                (lambda p=waiting: actions.accept(p, by=omar.person))
                if waiting
                else (lambda d=draft: actions.send(d, by=mina))
            )
            many.race(
                [
                    lambda: safety.block(omar.person, mina),
                    lambda: safety.block(mina, omar.person),
                    lambda d=draft: actions.send(d, by=mina),
                    lambda d=draft: actions.send(d, by=mina),
                    third,
                    third,
                ]
            )
            yield open_across_a_block()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_nothing_is_open_across_a_block(goal, omar, rounds, start_again):
    left = list(block_send_accept(goal, omar, rounds, start_again))

    assert left == [0] * rounds
    assert broken_places() == []


def test_the_control_in_which_sending_takes_no_lock_leaves_something_open(
    goal, omar, start_again, monkeypatch
):
    monkeypatch.setattr(relationships, "lock_pair", without_locks)

    rounds = block_send_accept(goal, omar, 20, start_again)

    assert any(left > 0 for left in rounds)
