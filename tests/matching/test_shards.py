"""Shards: one holder at a time, and nothing written by somebody who slept too long."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from matching import actions, reports
from matching.actions import shards, stages
from matching.actions.meter import Meter
from matching.models import Run, Shard
from tests.matching.working import work_off

CLIENTS = 12
PAST = timedelta(hours=1)


@pytest.fixture
def shard(program):
    run, _ = actions.start_run(program)
    return run.shards.get()


def expire(shard):
    Shard.objects.filter(pk=shard.pk).update(lease_until=timezone.now() - PAST)


def at_once(act, clients=CLIENTS):
    """Call ``act`` from many threads whose connections are open already."""
    all_connected = Barrier(clients)

    def one(_):
        connection.ensure_connection()
        all_connected.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(one, range(clients)))


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_gets_the_shard(shard):
    claims = at_once(lambda: shards.claim(shard.pk))

    assert sum(claim is not None for claim in claims) == 1
    shard.refresh_from_db()
    assert shard.attempts == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_condition_many_workers_would_get_it(shard):
    """The control: looking first and taking afterwards lets several through."""
    looked = Barrier(CLIENTS)

    def look_then_take():
        free = Shard.objects.claimable().filter(pk=shard.pk).exists()
        looked.wait()
        if free:
            Shard.objects.filter(pk=shard.pk).update(
                state=Shard.State.RUNNING, lease_until=timezone.now() + PAST
            )
        return free

    assert sum(at_once(look_then_take)) > 1


@pytest.mark.django_db(transaction=True)
def test_fifty_admins_start_one_run(program):
    runs = at_once(lambda: actions.start_run(program), clients=50)

    assert sum(started for _, started in runs) == 1
    assert {run.pk for run, _ in runs} == {Run.objects.get().pk}


def test_a_shard_is_free_again_when_its_lease_ran_out(shard):
    first = shards.claim(shard.pk)
    assert shards.claim(shard.pk) is None

    expire(shard)

    second = shards.claim(shard.pk)
    assert second.token != first.token
    assert second.attempts == 2


def test_a_worker_that_slept_past_its_lease_writes_nothing(shard):
    slept = shards.claim(shard.pk)
    expire(shard)
    shards.claim(shard.pk)
    written = []

    with pytest.raises(shards.LeaseLost):
        shards.finish(slept, stages.Result(lambda: written.append(1)), Meter())

    assert written == []
    shard.refresh_from_db()
    assert shard.state == Shard.State.RUNNING


def test_nothing_is_written_for_a_run_that_was_cancelled(shard):
    claimed = shards.claim(shard.pk)
    actions.cancel(shard.run)

    with pytest.raises(shards.LeaseLost):
        shards.finish(claimed, stages.Result(lambda: None), Meter())

    shard.refresh_from_db()
    assert shard.state == Shard.State.RUNNING


def test_a_failing_shard_is_tried_five_times_and_then_the_run_fails(shard, caplog):
    shard.run.snapshot.create(name="tables", data=b"")  # so that reading collides

    for _ in range(5):
        with pytest.raises(Exception, match="snapshot_part_once_per_run"):
            actions.work_on(shard.pk)
    assert not actions.work_on(shard.pk)
    actions.fail_exhausted()

    run = Run.objects.get()
    assert run.state == Run.State.FAILED
    assert "was tried 5 times" in run.failure
    assert "IntegrityError" in run.failure


def test_a_failed_run_goes_on_once_the_cause_is_gone(shard):
    shard.run.snapshot.create(name="tables", data=b"")
    for _ in range(5):
        with pytest.raises(Exception, match="snapshot_part_once_per_run"):
            actions.work_on(shard.pk)
    actions.fail_exhausted()
    shard.run.snapshot.all().delete()

    assert actions.retry(shard.run)

    assert work_off(shard.run).state == Run.State.FINISHED


def test_the_sweep_rings_for_shards_that_wait_and_not_for_fresh_ones(shard, settings):
    settings.BELAY_RING_SECONDS = 60
    assert list(Shard.objects.due()) == []

    Shard.objects.update(rung_at=timezone.now() - PAST)

    assert list(Shard.objects.due()) == [shard]
    actions.ring_due_shards()
    assert list(Shard.objects.due()) == []


def test_what_a_shard_took_is_measured_inside_it():
    meter = Meter()
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    time.sleep(0.2)
    much = bytearray(80 << 20)
    much[:: 1 << 12] = b"1" * len(much[:: 1 << 12])
    took = meter.read()
    del much
    later = Meter().read()

    assert 0.2 <= took.cpu_seconds < 0.38 < took.seconds
    assert took.peak_mb - later.peak_mb > 60


def test_every_shard_and_stage_has_what_it_took(finished):
    taken = reports.as_json(finished)

    assert all(one["seconds"] > 0 for one in taken["shards"])
    assert all(one["peak_mb"] > 0 for one in taken["shards"])
    stages_of = [cost["stage"] for cost in taken["stages"]]
    assert stages_of == [stage.value for stage in Run.Stage]
    for cost in taken["stages"]:
        mine = [one for one in taken["shards"] if one["stage"] == cost["stage"]]
        assert cost["shards"] == len(mine)
        for name in ("seconds", "cpu_seconds"):
            assert cost[name] == pytest.approx(sum(one[name] for one in mine))
        assert cost["peak_mb"] == max(one["peak_mb"] for one in mine)
