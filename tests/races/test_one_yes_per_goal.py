"""Several mentors say yes to one goal at the same moment: one begins, the others are
told kindly; and a letter is either changed or said yes to, never both."""

from django.db import transaction

from mentorship.pitches import actions
from mentorship.pitches.actions import answering
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment
from mentorship.relationships import actions as relationships
from mentorship.relationships.models import Relationship, Yes
from tests import builders
from tests.races.together import DONE, broken_places, clients, sent, without_locks

MENTORS = 8


def asked_of_many(program, number: int) -> list[Pitch]:
    """Requests of one mentee for one goal, to several mentors."""
    program.open_pitches = number
    program.save(update_fields=["open_pitches"])
    goal = builders.goal(builders.mentee(program, builders.person("Nia")))
    names = [builders.person(f"Mentor {n}") for n in range(number)]
    return [sent(goal, builders.mentor(program, person)) for person in names]


def yes_of_everybody(program, many, rounds: int):
    for _ in range(rounds):
        asked = asked_of_many(program, MENTORS)
        yield many.race(
            [lambda p=p: actions.accept(p, by=p.mentor.person) for p in asked]
        )


def test_eight_mentors_say_yes_to_one_goal_and_one_begins(program, start_again):
    with clients(MENTORS) as many:
        for outcomes in yes_of_everybody(program, many, 3):
            refusals = {outcome for outcome in outcomes if outcome != DONE}

            assert outcomes.count(DONE) == 1
            assert len(refusals) == 1
            assert "has found somebody for this meanwhile" in refusals.pop()
            assert Relationship.objects.count() == 1
            assert Pitch.objects.filter(state="settled").count() == MENTORS - 1
            assert Yes.objects.count() == 2
            assert broken_places() == []
            start_again(*Enrolment.objects.mentors())


def settle_afterwards(accepted) -> None:
    """What ``settle_others`` would be outside of the transaction of the yes."""
    transaction.on_commit(lambda: actions.settle_others(accepted))


def test_the_control_that_settles_afterwards_without_locks_begins_more_than_one(
    program, start_again, monkeypatch
):
    monkeypatch.setattr(relationships, "lock_pair", without_locks)
    monkeypatch.setattr(answering, "settle_others", settle_afterwards)
    begun = 0
    with clients(MENTORS) as many:
        for outcomes in yes_of_everybody(program, many, 3):
            begun = max(begun, outcomes.count(DONE))
            start_again(*Enrolment.objects.mentors())

    assert begun > 1


def test_a_letter_is_changed_or_said_yes_to_and_never_both(goal, omar, start_again):
    mina = goal.mentee.person
    with clients(8) as many:
        for _ in range(4):
            start_again(*Enrolment.objects.mentors())
            pitch = sent(goal, omar)
            acts = [
                lambda p=pitch: actions.accept(p, by=omar.person),
                lambda p=pitch: actions.change_before_read(p, by=mina),
            ]

            many.race(acts * 4)

            state = Pitch.objects.get().state
            assert state in ("accepted", "draft")
            assert Relationship.objects.count() == int(state == "accepted")
            assert Yes.objects.count() == 2 * int(state == "accepted")
            assert broken_places() == []
