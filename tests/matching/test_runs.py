"""Runs: one at a time, in stages, and published whole or not at all."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from matching import actions, loading
from matching.engine.snapshot import FACTORS
from matching.loading import frozen
from matching.models import LiveRun, Outcome, Run, Shard, SnapshotPart, Suggestion
from mentorship.goals.models import Goal
from tests import builders
from tests.matching.working import run_now, work_off


def test_a_run_ends_with_published_suggestions(finished, minas_goal, mentors):
    assert finished.state == Run.State.FINISHED
    assert (finished.goals, finished.mentors) == (1, 3)
    assert LiveRun.objects.get().run == finished
    rows = Suggestion.objects.order_by("position")
    assert [row.position for row in rows] == [0, 1, 2]
    assert {row.mentor for row in rows} == set(mentors)
    assert rows[0].mentor == mentors[0]


def test_the_stored_factors_add_up_to_the_score(finished):
    outcome = Outcome.objects.get()

    for row in Suggestion.objects.all():
        values = [getattr(row, factor) for factor in FACTORS]
        added = [
            round((0.5 if value is None else value) * weight)
            for value, weight in zip(values, outcome.weights, strict=True)
        ]
        assert abs(sum(added) - row.score) <= 5  # halves round to even in the engine


def test_nobody_runs_a_program_twice_at_once(program):
    first, started = actions.start_run(program)
    second, started_again = actions.start_run(program)

    assert (started, started_again) == (True, False)
    assert first == second


def test_a_program_without_anybody_still_gets_its_report(program):
    run = run_now(program)

    assert run.state == Run.State.FINISHED
    assert run.figures["coverage"]["goals"] == 0
    assert not Suggestion.objects.exists()


def test_old_lists_stay_until_the_new_ones_are_complete(program, finished):
    run, _ = actions.start_run(program)
    while run.stage != Run.Stage.PUBLISH:
        actions.work_on(run.shards.exclude(state=Shard.State.DONE)[0].pk)
        run.refresh_from_db()
        assert LiveRun.objects.get().run == finished
        assert Suggestion.objects.live().count() == 3

    work_off(run)

    assert LiveRun.objects.get().run == run
    assert Suggestion.objects.live().count() == 3


def test_the_same_input_gives_the_same_lists(program, finished):
    again = run_now(program)

    def lists(run):
        rows = Suggestion.objects.filter(run=run).order_by("goal", "position")
        return list(rows.values_list("goal", "mentor", "score", "relevance", "level"))

    assert lists(again) == lists(finished)


def test_an_edit_in_the_middle_of_a_run_changes_nothing_in_it(program, mentors, goal):
    run, _ = actions.start_run(program)
    actions.work_on(run.shards.get(stage=Run.Stage.READ).pk)
    builders.mentor(program, builders.person("Nadia Late"), topics="Speaking up")

    work_off(run)

    assert run.mentors == 3
    assert Outcome.objects.get().compared == 3


def test_a_cancelled_run_publishes_nothing_and_can_be_tried_again(
    program, mentors, goal
):
    run, _ = actions.start_run(program)
    assert actions.cancel(run)
    work_off(run)
    assert run.state == Run.State.CANCELLED
    assert not LiveRun.objects.exists()
    assert not actions.cancel(run)

    assert actions.retry(run)

    assert work_off(run).state == Run.State.FINISHED


def test_the_usual_rate_is_the_programs_own_and_stays_with_the_run(
    program, mentors, goal, eve
):
    """One mentor left a request unanswered: newcomers stand a little lower."""
    asked = builders.pitch(goal, mentors[0])
    late = timezone.now() - timedelta(days=1)
    type(asked).objects.filter(pk=asked.pk).update(
        state="expired", first_sent_at=late, sent_at=late, answer_by=late
    )

    run = run_now(program)

    rates = {"answered": round(20 * 0.8 / 21, 4), "kept": 0.8}
    assert run.rules["usual_rates"] == rates
    goal.refresh_from_db()
    actions.ask_refresh(Goal.objects.filter(pk=goal.pk))
    before = list(lists_of(run))
    actions.refresh_goal(goal.pk)
    assert list(lists_of(run)) == before


def lists_of(run):
    rows = Suggestion.objects.filter(run=run).order_by("goal", "position")
    return rows.values_list("goal", "mentor", "score", "commitment")


def frozen_by_another_release(run):
    """A run that has read people and goals, without what this release calls hopes."""
    actions.work_on(run.shards.get(stage=Run.Stage.READ).pk)
    run.snapshot.filter(name="hopes").delete()


def test_a_run_that_another_release_froze_fails_at_once_in_a_sentence(
    program, mentors, goal
):
    run, _ = actions.start_run(program)
    frozen_by_another_release(run)

    work_off(run)

    assert run.state == Run.State.FAILED
    assert "people and goals are then read anew" in run.failure
    assert run.shards.exclude(stage=Run.Stage.READ).values_list("attempts").first() == (
        1,
    )


def test_trying_it_again_reads_anew_and_says_so(client, program, mentors, goal, ada):
    run, _ = actions.start_run(program)
    frozen_by_another_release(run)
    actions.cancel(run)
    builders.mentor(program, builders.person("Nadia Late"), topics="Speaking up")
    client.force_login(ada)

    page = client.post(reverse("matching:retry", args=[run.pk]), follow=True)

    assert "People and goals are read anew" in page.content.decode()
    assert work_off(run).state == Run.State.FINISHED
    assert run.mentors == 4


def test_an_array_of_the_tables_that_is_missing_is_noticed(program, mentors, goal):
    run, _ = actions.start_run(program)
    actions.work_on(run.shards.get(stage=Run.Stage.READ).pk)
    assert actions.is_readable(run)

    run.snapshot.filter(name="form").delete()
    frozen.keep(run.pk, "form", b'["goals.id"]')

    assert not actions.is_readable(run)


def test_a_finished_run_cannot_be_tried_again(finished):
    assert not actions.retry(finished)
    finished.refresh_from_db()
    assert finished.state == Run.State.FINISHED


def test_a_cancelled_run_waits_while_another_goes_on(program):
    first, _ = actions.start_run(program)
    actions.cancel(first)
    actions.start_run(program)

    assert not actions.retry(first)


def test_a_run_reads_whoever_is_open_to_the_same_beside_each_other(
    program, minas_goal, mentors
):
    first, second, third = mentors
    type(first).objects.filter(pk=first.pk).update(paused=True)
    type(second).objects.filter(pk=second.pk).update(conversation_places=0)

    as_stored = loading.read(program, {})
    inputs = as_stored.ordered()

    ids = inputs.snapshot.mentors.id.tolist()
    assert ids == [third.pk, second.pk, first.pk]
    row = {pk: n for n, pk in enumerate(as_stored.snapshot.mentors.id.tolist())}
    for texts, before in (
        (inputs.mentors, as_stored.mentors),
        (inputs.hopes, as_stored.hopes),
    ):
        assert texts == [before[row[pk]] for pk in ids]
    assert inputs.goals == as_stored.goals


def test_the_input_of_a_finished_run_is_dropped_and_old_rows_with_it(program, finished):
    newer = [run_now(program) for _ in range(3)]

    actions.drop_old_rows()

    assert not SnapshotPart.objects.exists()
    assert not Shard.objects.exclude(result=None).exists()
    with_rows = Suggestion.objects.values_list("run", flat=True).distinct()
    assert set(with_rows) == {run.pk for run in newer}


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "finished"}, "run_ended_at_iff_over"),
        ({"ended_at": timezone.now()}, "run_ended_at_iff_over"),
    ],
)
def test_impossible_runs_are_refused(program, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        Run.objects.create(program=program, rules={}, encoder="lexical", **fields)


def test_two_open_runs_are_refused_by_the_database(program):
    Run.objects.create(program=program, rules={}, encoder="lexical")
    with (
        pytest.raises(IntegrityError, match="run_one_open_per_program"),
        transaction.atomic(),
    ):
        Run.objects.create(program=program, rules={}, encoder="lexical")


def test_the_command_prints_a_run_as_json(program, capsys):
    call_command("match", program.slug, "--json")

    printed = json.loads(capsys.readouterr().out)
    assert printed["program"] == program.slug
    assert printed["state"] == "running"


def test_the_command_says_which_programs_there_are(program):
    with pytest.raises(CommandError, match="The programs here: ropes"):
        call_command("match", "nowhere")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_runs_asks_as_often_for_three_as_for_one(
    client, program, ada, count, django_assert_num_queries
):
    for number in range(count):
        admin = builders.person(f"Admin {number}")
        run, _started = actions.start_run(program, admin)
        actions.cancel(run)
    client.force_login(ada)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("matching:runs", args=[program.slug]))

    assert len(page.context["runs"]) == count


LIST_QUERIES = 7
