"""A run under fire: workers, Redis and Postgres are killed for real in the middle of it.

Every time the run finishes, publishes exactly what a calm run does, and a reader never
sees half of it. The control shows that it is the sweep that brings lost work back.
"""

import pytest

from tests.faults.site import Reader

pytestmark = [pytest.mark.timeout(400), pytest.mark.xdist_group("faults")]


def kill_workers(site):
    site.kill_workers()
    site.start_worker()


def flush_redis(site):
    site.redis("FLUSHALL")


def kill_redis(site):
    site.services.redis.kill()
    site.services.redis.start()


def kill_postgres(site):
    site.services.postgres.kill()
    site.services.postgres.start()
    assert site.wait_until(site.services.postgres.is_ready)


@pytest.mark.parametrize(
    ("fault", "times"),
    [(kill_workers, 3), (flush_redis, 3), (kill_redis, 1), (kill_postgres, 2)],
)
def test_a_run_survives(site, fault, times):
    before = len(site.calm)
    with Reader(site) as reader:
        site.start_worker()
        run = site.start_run()
        for number in range(1, times + 1):
            assert site.wait_until(lambda least=2 * number: site.done(run) >= least)
            fault(site)

        assert site.finishes(run)

    assert site.lists(run) == site.calm
    assert {count for _, count in reader.seen} == {before}
    assert reader.reads > 10


def test_one_worker_process_dies_and_its_shard_is_taken_up_again(site):
    site.start_worker()
    run = site.start_run()
    assert site.wait_until(lambda: site.done(run) >= 1)

    site.kill_one_child()

    assert site.finishes(run)
    assert site.lists(run) == site.calm


def test_without_the_sweep_a_flushed_queue_is_lost(site):
    """The control: what the other tests see is the sweep's doing."""
    run = site.start_run()
    site.redis("FLUSHALL")
    site.start_worker(sweep=False)

    assert not site.finishes(run, seconds=10)
    assert site.done(run) == 0

    site.start_worker(sweep=True)
    assert site.finishes(run)
    assert site.lists(run) == site.calm
