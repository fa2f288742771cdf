"""A changed mentor: the lists they enter or leave are made again, and no other."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.signals import person_changed
from matching import actions
from matching.models import (
    MOST_ATTEMPTS,
    LiveRun,
    MentorChange,
    Refresh,
    Suggestion,
)
from mentorship.programs import actions as programs
from mentorship.programs.models import Enrolment
from tests import builders
from tests.matching.working import run_now, work_off


def told(mentor):
    """The mentor's person said something new."""
    person_changed.send(sender=Enrolment, person=mentor.person)


def asked_again():
    return set(Refresh.objects.values_list("goal", flat=True))


@pytest.fixture
def far_goal(mina):
    """Nobody here writes anything about it."""
    return builders.goal(mina, "Sourdough bread: flour, water, oven")


@pytest.fixture
def baker(program):
    person = builders.person("Bao Baker", headline="Repairs bicycles")
    builders.free_evenings(person)
    return builders.mentor(program, person, topics="Bicycles: wheels, chains")


def test_who_is_good_enough_now_enters(program, mentors, far_goal, baker):
    run_now(program)
    assert not Suggestion.objects.live().filter(goal=far_goal, mentor=baker).exists()
    Enrolment.objects.filter(pk=baker.pk).update(
        topics="Sourdough bread: which flour, how much water, a hot oven"
    )
    told(baker)

    assert actions.ask_touched(program.pk)
    actions.refresh_goal(far_goal.pk)

    assert Suggestion.objects.live().filter(goal=far_goal, mentor=baker).exists()


def test_lists_that_a_mentor_stands_in_are_made_again(finished, mentors, minas_goal):
    told(mentors[0])

    actions.ask_touched(finished.program_id)

    assert asked_again() == {minas_goal.pk}


def test_who_is_paused_without_a_word_leaves_the_lists(finished, mentors, minas_goal):
    """R84"""
    long_ago = timezone.now() - timedelta(days=200)
    silent = mentors[0]
    Enrolment.objects.filter(pk=silent.pk).update(
        confirmed_at=long_ago, asked_again_at=long_ago, reminded_again_at=long_ago
    )

    assert programs.ask_due() == 1
    assert actions.ask_touched(finished.program_id)
    assert asked_again() == {minas_goal.pk}
    actions.refresh_goal(minas_goal.pk)

    shown = Suggestion.objects.live().filter(goal=minas_goal)
    assert not shown.filter(mentor=silent).exists()
    assert shown.exists()


def test_lists_that_it_does_not_concern_stay(program, mentors, minas_goal, baker):
    run_now(program)
    Enrolment.objects.filter(pk=baker.pk).update(paused=True)
    told(baker)

    assert actions.ask_touched(program.pk)

    assert asked_again() == set()


def test_a_full_list_is_entered_only_by_who_is_as_good_as_its_last(
    program, mentors, minas_goal
):
    run_now(program)
    shown = Suggestion.objects.live().filter(goal=minas_goal).order_by("position")
    first = shown[0]
    Suggestion.objects.bulk_create(
        [
            Suggestion(
                run=first.run,
                goal=minas_goal,
                mentor=mentor,
                position=10 + number,
                score=10_000,
            )
            for number, mentor in enumerate(_many(program))
        ]
    )
    shown.filter(mentor=mentors[1]).delete()
    Suggestion.objects.filter(goal=minas_goal).update(score=10_000)
    told(mentors[1])

    actions.ask_touched(program.pk)
    assert asked_again() == set()

    Suggestion.objects.filter(goal=minas_goal, position=10).update(score=1)
    told(mentors[1])
    actions.ask_touched(program.pk)
    assert asked_again() == {minas_goal.pk}


def _many(program):
    for number in range(Suggestion.MOST):
        person = builders.person(f"Somebody {number}")
        yield builders.mentor(program, person, topics="Something else")


def test_many_changes_are_one_piece_of_work(finished, mentors, minas_goal):
    for mentor in mentors:
        told(mentor)
        told(mentor)

    assert MentorChange.objects.count() == 3
    assert actions.ask_touched(finished.program_id)
    assert not MentorChange.objects.filter(pending=True).exists()
    assert actions.ask_touched(finished.program_id) is False


def test_before_the_first_run_nothing_is_noted(mentors):
    told(mentors[0])

    assert not MentorChange.objects.exists()


def test_a_change_while_a_run_works_counts_for_its_lists_too(
    program, mentors, minas_goal
):
    run, _ = actions.start_run(program)
    told(mentors[0])
    MentorChange.objects.update(pending=False)  # worked on, for the lists of before

    work_off(run)

    assert LiveRun.objects.get().run == run
    assert MentorChange.objects.get().pending


def test_what_a_run_has_read_is_forgotten(finished, program, mentors):
    told(mentors[0])
    MentorChange.objects.update(changed_at=timezone.now() - timedelta(minutes=1))

    run_now(program)

    assert not MentorChange.objects.exists()


def test_a_change_that_always_fails_is_left_to_the_next_run(finished, mentors):
    told(mentors[0])
    MentorChange.objects.update(attempts=MOST_ATTEMPTS)

    assert actions.ask_touched(finished.program_id) is False
    assert MentorChange.objects.get().pending


def test_a_change_that_nobody_heard_of_is_rung_for_again(
    finished, mentors, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr(
        "matching.actions.bells.current_app.send_task",
        lambda task, args: rung.append((task, args)),
    )
    told(mentors[0])
    MentorChange.objects.update(changed_at=timezone.now() - timedelta(hours=1))

    with django_capture_on_commit_callbacks(execute=True):
        actions.ring_due_changes()

    assert rung == [("matching.touched", [finished.program_id])]
