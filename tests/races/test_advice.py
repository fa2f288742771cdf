"""Everybody at the same question at once: one answer, one mail, one open question."""

import pytest
from django.utils import timezone

from mentorship.notices.models import Mail
from mentorship.pitches import actions
from mentorship.pitches.actions import advising
from mentorship.pitches.models import Advice
from mentorship.relationships import actions as relationships
from mentorship.safety import actions as safety
from mentorship.safety.models import AuditEvent, Block
from tests import builders
from tests.races.together import DONE, clients, without_locks

ROUNDS = 6
ASKED = {"situation": "I said nothing.", "question": "What would you have said?"}


@pytest.fixture
def start_over():
    def forget():
        for model in (Advice, Mail, AuditEvent, Block):
            model.objects.all().delete()

    return forget


def ask(mina, omar):
    return actions.ask_advice(mina, omar, by=mina.person, **ASKED)


def answers(asked, omar):
    return [
        lambda n=n: actions.answer_advice(asked, by=omar.person, answer=f"Answer {n}.")
        for n in range(8)
    ]


def test_eight_answers_at_once_are_one(mina, omar, start_over):
    with clients(8) as many:
        for _ in range(ROUNDS):
            start_over()
            asked = ask(mina, omar)

            outcomes = many.race(answers(asked, omar))

            assert outcomes.count(DONE) == 1
            assert set(outcomes) - {DONE} == {"You have answered this already."}
            said = Advice.objects.get().answer
            assert said == f"Answer {outcomes.index(DONE)}."
            assert Mail.objects.filter(event__endswith="-answered").count() == 1
            assert AuditEvent.objects.filter(verb="answered advice").count() == 1


def test_the_control_without_a_condition_answers_more_than_once(
    mina, omar, monkeypatch
):
    def move_without_looking(advice, new, **changes):
        Advice.objects.filter(pk=advice.pk).update(state=new, **changes)
        return True

    monkeypatch.setattr(advising, "move_advice", move_without_looking)
    asked = ask(mina, omar)
    with clients(8) as many:
        outcomes = many.race(answers(asked, omar))

    assert outcomes.count(DONE) > 1


def test_every_ending_at_once_is_one_ending(mina, omar, start_over):
    with clients(8) as many:
        for _ in range(ROUNDS):
            start_over()
            asked = ask(mina, omar)
            Advice.objects.update(answer_by=timezone.now())
            acts = [
                lambda a=asked: actions.answer_advice(a, by=omar.person, answer="Yes."),
                lambda a=asked: actions.decline_advice(a, by=omar.person),
                lambda a=asked: actions.withdraw_advice(a, by=mina.person),
                actions.expire_advice,
            ]

            many.race(acts * 2)

            ended = AuditEvent.objects.exclude(verb="asked for advice")
            assert ended.count() == 1


def test_asking_in_eight_tabs_asks_once(mina, omar, start_over):
    with clients(8) as many:
        for _ in range(ROUNDS):
            start_over()
            outcomes = many.race([lambda: ask(mina, omar)] * 8)

            assert outcomes.count(DONE) == 1
            assert Advice.objects.count() == 1


def test_asking_each_other_while_blocking_leaves_nothing_open(mina, omar, start_over):
    type(mina.person.profile).objects.update(findable=True)
    with clients(6) as many:
        for _ in range(ROUNDS):
            start_over()
            many.race(
                [
                    lambda: safety.block(omar.person, mina.person),
                    lambda: safety.block(mina.person, omar.person),
                    lambda: ask(mina, omar),
                    lambda: ask(omar, mina),
                    lambda: ask(mina, omar),
                    lambda: ask(omar, mina),
                ]
            )

            assert Block.objects.exists()
            assert not Advice.objects.awaiting_answer().exists()


@pytest.fixture
def advisers(program):
    return [builders.mentor(program, builders.person(f"Mentor {n}")) for n in range(8)]


def test_eight_people_asked_at_once_are_as_many_as_the_program_allows(
    mina, advisers, program
):
    with clients(8) as many:
        outcomes = many.race([lambda o=o: ask(mina, o) for o in advisers])

    assert outcomes.count(DONE) == program.open_pitches == 3


def test_the_control_without_locks_asks_too_many(mina, advisers, program, monkeypatch):
    monkeypatch.setattr(relationships, "lock_pair", without_locks)
    with clients(8) as many:
        outcomes = many.race([lambda o=o: ask(mina, o) for o in advisers])

    assert outcomes.count(DONE) > program.open_pitches
