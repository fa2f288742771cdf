"""Postgres and Redis as a person runs them: in a process of its own, ended roughly."""

import os
import signal

import psycopg
import pytest

from mentorship.embedded.lock import Lock
from mentorship.embedded.places import Places
from tests.embedded.running import eventually, processes_of

READY = "Postgres and Redis are ready"


@pytest.fixture
def other_places(places):
    return Places(places.data / "other")


def answers(places):
    try:
        with psycopg.connect(places.database_url) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_everything_and_says_nothing_is_wrong(
    run, places, number
):
    command = run(places)
    command.wait_for(READY)

    assert command.end(number) == 0
    assert processes_of(places) == []
    log = (places.logs / "postgres.log").read_text()
    assert log.rstrip().endswith("database system is shut down")


def test_killed_it_leaves_no_process_and_starts_again_at_once(run, places):
    command = run(places)
    command.wait_for(READY)
    assert len(processes_of(places)) >= 2

    command.end(signal.SIGKILL)

    assert eventually(lambda: processes_of(places) == []), processes_of(places)
    assert Lock(places.lock).is_free()
    run(places).wait_for(READY)
    assert answers(places)


def test_a_killed_postgres_is_started_again_without_anybody(run, places):
    command = run(places)
    command.wait_for(READY)
    number = int((places.postgres_data / "postmaster.pid").read_text().split()[0])

    os.kill(number, signal.SIGKILL)
    command.wait_for("Postgres ended by itself; starting it again.")

    assert eventually(lambda: answers(places))


def test_two_checkouts_run_at_once(run, places, other_places):
    one, other = run(places), run(other_places)

    one.wait_for(READY)
    other.wait_for(READY)

    assert answers(places)
    assert answers(other_places)


@pytest.mark.long
def test_a_second_start_waits_and_then_says_who_is_in_the_way(run, places):
    first = run(places, ["manage.py", "services"])
    first.wait_for(READY)
    second = run(places, ["manage.py", "services"])

    said = second.process.communicate(timeout=30)[0]

    assert second.process.returncode == 1
    assert f"(process {first.process.pid}, `manage.py services`)" in said
    assert "stop it with Ctrl-C in its terminal" in said
    assert answers(places)
