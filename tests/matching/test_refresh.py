"""A changed goal or profile: its lists are made again, soon and surely."""

from django.urls import reverse

from accounts.signals import person_changed
from matching import actions, publishing
from matching.actions import ready
from matching.models import LiveRun, Outcome, Refresh, Run, Suggestion
from mentorship.goals.models import Goal
from mentorship.goals.signals import goal_changed
from mentorship.programs.models import Enrolment
from tests import builders
from tests.matching.working import run_now, work_off


def test_a_changed_goal_gets_another_list(finished, program, minas_goal):
    baker = builders.person("Bao Baker", headline="Bakes sourdough bread")
    builders.free_evenings(baker)
    builders.track(baker, level=4)
    builders.mentor(program, baker, topics="Bake sourdough bread: flour, oven")
    Goal.objects.filter(pk=minas_goal.pk).update(
        title="Bake sourdough bread", guidance="Which flour, which oven"
    )
    minas_goal.assessment.update(text="sourdough bread")
    goal_changed.send(sender=Goal, goal=minas_goal)

    assert actions.refresh_goal(minas_goal.pk)

    first = Suggestion.objects.live().get(goal=minas_goal, position=0)
    assert first.mentor.person == baker
    assert not Refresh.objects.exists()
    assert Outcome.objects.get(goal=minas_goal).refreshed_at is not None


def test_a_new_goal_gets_a_list_without_a_new_run(finished, mina):
    goal = builders.goal(mina, "Meetings with senior people")
    goal_changed.send(sender=Goal, goal=goal)

    actions.refresh_goal(goal.pk)

    assert Suggestion.objects.live().filter(goal=goal).count() == 3


def test_a_changed_person_asks_for_all_their_lists(finished, mina, minas_goal):
    second = builders.goal(mina, "Another goal")

    person_changed.send(sender=type(mina.person), person=mina.person)

    assert set(Refresh.objects.values_list("pk", flat=True)) == {
        minas_goal.pk,
        second.pk,
    }


def test_the_page_says_that_a_list_is_being_made_again(client, finished, minas_goal):
    goal_changed.send(sender=Goal, goal=minas_goal)
    client.force_login(minas_goal.mentee.person)

    page = client.get(reverse("matching:suggestions", args=[minas_goal.pk]))

    assert "this list is being made again" in page.content.decode()


def test_what_changes_during_a_refresh_is_refreshed_again(
    finished, minas_goal, monkeypatch
):
    """A change that arrives while the list is being written keeps its own row."""
    goal_changed.send(sender=Goal, goal=minas_goal)
    write = publishing.write_suggestions

    def write_and_change(*args):
        write(*args)
        goal_changed.send(sender=Goal, goal=minas_goal)

    monkeypatch.setattr(publishing, "write_suggestions", write_and_change)
    actions.refresh_goal(minas_goal.pk)

    assert Refresh.objects.get().goal == minas_goal


def test_without_a_run_there_is_nothing_to_refresh(goal):
    goal_changed.send(sender=Goal, goal=goal)

    assert not actions.refresh_goal(goal.pk)
    assert not Refresh.objects.exists()
    assert not actions.refresh_goal(goal.pk)


def test_a_run_asks_again_for_lists_that_are_newer_than_its_input(
    program, finished, minas_goal
):
    run, _ = actions.start_run(program)
    actions.ask_refresh(Goal.objects.filter(pk=minas_goal.pk))
    actions.refresh_goal(minas_goal.pk)
    assert not Refresh.objects.exists()

    work_off(run)

    assert LiveRun.objects.get().run == run
    assert Refresh.objects.get().goal == minas_goal


def test_a_closed_goal_keeps_no_list(finished, minas_goal):
    Goal.objects.filter(pk=minas_goal.pk).update(state="closed")
    goal_changed.send(sender=Goal, goal=minas_goal)

    actions.refresh_goal(minas_goal.pk)

    assert not Suggestion.objects.live().filter(goal=minas_goal).exists()


def test_the_next_run_leaves_a_draft_out(program, finished, minas_goal):
    Goal.objects.filter(pk=minas_goal.pk).update(state="draft")

    assert run_now(program).goals == 0


def test_lists_that_wait_are_made_together(finished, mina, minas_goal, monkeypatch):
    second = builders.goal(mina, "Meetings with senior people")
    person_changed.send(sender=type(mina.person), person=mina.person)
    read, readings = ready.read_mentors, []

    def counted(*args, **kwargs):
        readings.append(args)
        return read(*args, **kwargs)

    monkeypatch.setattr(ready, "read_mentors", counted)

    assert actions.refresh_goal(minas_goal.pk)
    assert actions.refresh_goal(second.pk) is False

    assert len(readings) == 1
    assert not Refresh.objects.exists()
    assert Suggestion.objects.live().filter(goal=second).count() == 3


def test_a_goal_that_closed_loses_its_list_and_the_others_keep_theirs(
    finished, mina, minas_goal
):
    second = builders.goal(mina, "Meetings with senior people")
    Goal.objects.filter(pk=minas_goal.pk).update(state=Goal.State.CLOSED)
    person_changed.send(sender=type(mina.person), person=mina.person)
    goal_changed.send(sender=Goal, goal=minas_goal)

    actions.refresh_goal(minas_goal.pk)
    actions.refresh_goal(second.pk)

    live = Suggestion.objects.live()
    assert not live.filter(goal=minas_goal).exists()
    assert live.filter(goal=second).count() == 3


def test_what_failed_before_is_tried_alone(finished, mina, minas_goal):
    second = builders.goal(mina, "Meetings with senior people")
    person_changed.send(sender=type(mina.person), person=mina.person)
    Refresh.objects.filter(pk=minas_goal.pk).update(attempts=1)

    assert actions.refresh_goal(minas_goal.pk)

    assert Refresh.objects.get().goal == second


def test_a_list_made_again_leaves_places_to_the_goals_that_have_them(
    program, mentors, minas_goal, eve
):
    """Both goals suit the same mentor best, who has one place: one goal features it."""
    Enrolment.objects.filter(program=program).mentors().update(conversation_places=1)
    builders.free_evenings(eve.person)
    builders.track(eve.person, level=2)
    other = builders.goal(eve, minas_goal.title)
    run = run_now(program)
    first = {s.goal: s for s in Suggestion.objects.live().filter(position=0)}
    second_best = min(first.values(), key=lambda suggestion: suggestion.score)
    assert first[minas_goal].mentor != first[other].mentor
    actions.ask_refresh(Goal.objects.filter(pk=second_best.goal_id))

    assert actions.refresh_goal(second_best.goal_id)

    again = Suggestion.objects.live().filter(goal=second_best.goal)
    assert again.get(position=0).mentor == second_best.mentor
    assert again.get(position=1).score > second_best.score
    assert run.figures["lists_per_place"] == [2.25, 0]


def test_a_run_of_before_limits_nothing_when_a_list_is_made_again(finished, minas_goal):
    figures = {k: v for k, v in finished.figures.items() if k != "lists_per_place"}
    Run.objects.filter(pk=finished.pk).update(figures=figures)
    actions.ask_refresh(Goal.objects.filter(pk=minas_goal.pk))

    assert actions.refresh_goal(minas_goal.pk)

    assert Suggestion.objects.live().filter(goal=minas_goal).count() == 3
