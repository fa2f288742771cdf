"""Fifty tabs send at once: as many go as the program allows, and one per pair."""

import pytest

from mentorship.notices.models import Mail
from mentorship.pitches import actions
from mentorship.pitches.models import Pitch
from mentorship.relationships import actions as relationships
from mentorship.relationships.models import Yes
from tests import builders
from tests.races.together import DONE, clients, without_locks

TABS = 50
ROUNDS = [2, pytest.param(40, marks=pytest.mark.long)]


@pytest.fixture
def mentors(program):
    return [
        builders.mentor(program, builders.person(f"Mentor {n}")) for n in range(TABS)
    ]


def send_everything(many, goal, mentors):
    drafts = [builders.pitch(goal, mentor) for mentor in mentors]
    return many.race(
        [lambda d=d: actions.send(d, by=goal.mentee.person) for d in drafts]
    )


@pytest.mark.parametrize("rounds", ROUNDS)
def test_fifty_tabs_send_exactly_as_many_as_may_be_open(
    goal, mentors, program, rounds, start_again
):
    with clients(TABS) as tabs:
        for _ in range(rounds):
            start_again()

            outcomes = send_everything(tabs, goal, mentors)

            assert outcomes.count(DONE) == program.open_pitches == 3
            assert Pitch.objects.awaiting_answer().count() == 3
            assert Pitch.objects.drafts().count() == TABS - 3
            assert Mail.objects.filter(event__endswith="-sent").count() == 3
            assert Yes.objects.count() == 3


def test_the_control_without_locks_sends_too_many(
    goal, mentors, program, start_again, monkeypatch
):
    monkeypatch.setattr(relationships, "lock_pair", without_locks)
    with clients(TABS) as tabs:
        outcomes = send_everything(tabs, goal, mentors)

    assert outcomes.count(DONE) > program.open_pitches


def test_sending_one_letter_in_many_tabs_sends_it_once(goal, omar):
    draft = builders.pitch(goal, omar)
    with clients(12) as tabs:
        outcomes = tabs.race([lambda: actions.send(draft, by=goal.mentee.person)] * 12)

    assert outcomes == [DONE] * 12
    assert Mail.objects.count() == 1
    assert Yes.objects.count() == 1


def test_two_goals_of_one_mentee_race_for_one_mentor_and_one_goes(mina, omar):
    drafts = [
        builders.pitch(builders.goal(mina, title=f"Goal {n}"), omar) for n in range(8)
    ]
    with clients(8) as tabs:
        outcomes = tabs.race(
            [lambda d=d: actions.send(d, by=mina.person) for d in drafts]
        )

    assert outcomes.count(DONE) == 1
    assert {outcome for outcome in outcomes if outcome != DONE} == {
        "You have asked Omar already. The answer is still to come."
    }


def test_saving_the_same_first_draft_in_many_tabs_makes_one(goal, omar):
    def save():
        actions.save_draft(goal, omar, by=goal.mentee.person, parts={"why": "Words."})

    with clients(8) as tabs:
        outcomes = tabs.race([save] * 8)

    assert outcomes == [DONE] * 8
    assert Pitch.objects.drafts().count() == 1
