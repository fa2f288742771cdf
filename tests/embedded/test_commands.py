"""Postgres and Redis as a person runs them: in a process of its own, ended roughly."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from mentorship.embedded.lock import Lock
from mentorship.embedded.places import CHECKOUT, Places

READY = "Postgres and Redis are ready"
ALONE = ["-m", "mentorship.embedded.development"]  # starts faster than manage.py


class Command:
    """A running command for one data folder."""

    def __init__(self, places: Places, arguments=ALONE):
        self.places = places
        without = {"DATABASE_URL", "REDIS_URL"}
        mine = {key: value for key, value in os.environ.items() if key not in without}
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=CHECKOUT,
            env=mine | {"BELAY_DATA_DIR": str(places.data)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_for(self, sentence):
        said = []
        for line in self.process.stdout:
            said.append(line)
            if sentence in line:
                return
        pytest.fail("It never said so, but:\n" + "".join(said))

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(timeout=30)


@pytest.fixture
def run_services():
    started = []

    def run(places, *arguments):
        started.append(Command(places, *arguments))
        return started[-1]

    yield run
    for command in started:
        if command.process.poll() is None:
            command.end(signal.SIGTERM)
        command.process.stdout.close()


@pytest.fixture
def other_places(places):
    return Places(places.data / "other")


def eventually(is_true, seconds=10):
    deadline = time.monotonic() + seconds
    while not is_true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_true()


def processes_of(places):
    """Everything that works in, or was started with, a folder of ours."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            started_with = (process / "cmdline").read_bytes().decode(errors="replace")
            works_in = str((process / "cwd").readlink())
        except OSError:
            continue  # it has just ended
        ours = (str(places.data), str(places.run))
        if any(folder in started_with + works_in for folder in ours):
            found.append(f"{process.name} {started_with}")
    return found


def answers(places):
    try:
        with psycopg.connect(places.database_url) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_everything_and_says_nothing_is_wrong(
    run_services, places, number
):
    command = run_services(places)
    command.wait_for(READY)

    assert command.end(number) == 0
    assert processes_of(places) == []
    log = (places.logs / "postgres.log").read_text()
    assert log.rstrip().endswith("database system is shut down")


def test_killed_it_leaves_no_process_and_starts_again_at_once(run_services, places):
    command = run_services(places)
    command.wait_for(READY)
    assert len(processes_of(places)) >= 2

    command.end(signal.SIGKILL)

    assert eventually(lambda: processes_of(places) == []), processes_of(places)
    assert Lock(places.lock).is_free()
    run_services(places).wait_for(READY)
    assert answers(places)


def test_a_killed_postgres_is_started_again_without_anybody(run_services, places):
    command = run_services(places)
    command.wait_for(READY)
    number = int((places.postgres_data / "postmaster.pid").read_text().split()[0])

    os.kill(number, signal.SIGKILL)
    command.wait_for("Postgres ended by itself; starting it again.")

    assert eventually(lambda: answers(places))


def test_two_checkouts_run_at_once(run_services, places, other_places):
    one, other = run_services(places), run_services(other_places)

    one.wait_for(READY)
    other.wait_for(READY)

    assert answers(places)
    assert answers(other_places)


@pytest.mark.long
def test_a_second_start_waits_and_then_says_who_is_in_the_way(run_services, places):
    first = run_services(places, ["manage.py", "services"])
    first.wait_for(READY)
    second = run_services(places, ["manage.py", "services"])

    said = second.process.communicate(timeout=30)[0]

    assert second.process.returncode == 1
    assert f"(process {first.process.pid}, `manage.py services`)" in said
    assert "stop it with Ctrl-C in its terminal" in said
    assert answers(places)
