"""Everybody presses a button of the same request at once: exactly one thing happens."""

import pytest

from mentorship.notices.models import Mail
from mentorship.pitches import actions
from mentorship.pitches.actions import answering
from mentorship.pitches.models import Pitch
from mentorship.relationships.models import Relationship, Yes
from mentorship.safety.models import AuditEvent
from tests import builders
from tests.races.together import (
    DONE,
    broken_places,
    clients,
    move_without_looking,
    sent,
)

ROUNDS = [10, pytest.param(500, marks=pytest.mark.long)]
ENDS = {"accepted", "withdrew", "declined", "expired"}


def endings() -> list[str]:
    """What the audit says became of the one request."""
    return [event.verb for event in AuditEvent.objects.all() if event.verb in ENDS]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_accepting_in_four_tabs_is_one_yes_and_the_same_page(
    goal, omar, rounds, start_again
):
    begun = []
    with clients(4) as tabs:
        for _ in range(rounds):
            start_again(omar)
            begun.clear()
            pitch = sent(goal, omar)
            outcomes = tabs.race(
                [lambda p=pitch: begun.append(actions.accept(p, by=omar.person).pk)] * 4
            )

            assert outcomes == [DONE] * 4
            assert len(set(begun)) == 1
            assert endings() == ["accepted"]
            assert Mail.objects.filter(event__endswith="-accepted").count() == 1
            assert Yes.objects.count() == 2
            assert broken_places() == []


@pytest.mark.parametrize("rounds", ROUNDS)
def test_taking_back_and_accepting_at_once_has_one_winner(
    goal, omar, rounds, start_again
):
    mina = goal.mentee.person
    with clients(4) as tabs:
        for _ in range(rounds):
            start_again(omar)
            pitch = sent(goal, omar)
            outcomes = tabs.race(
                [
                    lambda p=pitch: actions.accept(p, by=omar.person),
                    lambda p=pitch: actions.withdraw(p, by=mina),
                ]
                * 2
            )

            state = Pitch.objects.get().state
            accepted, withdrawn = state == "accepted", state == "withdrawn"
            assert accepted != withdrawn
            assert outcomes.count(DONE) == 2  # the winner in both tabs
            assert Relationship.objects.count() == int(accepted)
            assert endings() == (["accepted"] if accepted else ["withdrew"])
            assert broken_places() == []


def test_the_control_without_a_condition_lets_everybody_win(
    goal, omar, start_again, monkeypatch
):
    monkeypatch.setattr(answering, "move", move_without_looking)
    draft = builders.pitch(goal, omar)
    actions.send(draft, by=goal.mentee.person)
    with clients(4) as tabs:
        tabs.race([lambda: actions.decline(draft, by=omar.person)] * 4)

    assert len(endings()) > 1


def test_everything_at_once_ends_a_request_once(goal, omar, start_again):
    mina = goal.mentee.person
    with clients(8) as many:
        for _ in range(6):
            start_again(omar)
            pitch = sent(goal, omar)
            Pitch.objects.update(answer_by=pitch.sent_at)
            acts = [
                lambda p=pitch: actions.accept(p, by=omar.person),
                lambda p=pitch: actions.decline(p, by=omar.person),
                lambda p=pitch: actions.withdraw(p, by=mina),
                actions.expire_overdue,
            ]

            many.race(acts * 2)

            assert len(endings()) == 1
            accepted = Pitch.objects.filter(state="accepted").count()
            assert Relationship.objects.count() == accepted
            assert Yes.objects.count() == 2 * accepted
            assert broken_places() == []
