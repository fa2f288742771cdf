"""What the supervisor does when a child dies, or will not end."""

import os
import sys
import time
from pathlib import Path

import pytest

from mentorship.embedded.children import Child
from mentorship.embedded.errors import CannotStart, StopAsked
from mentorship.embedded.services import Services
from mentorship.embedded.supervisor import Supervisor


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(places, said, monkeypatch):
    """A supervisor of other children than Postgres and Redis."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/belay")
    monkeypatch.setenv("REDIS_URL", "redis://cache/0")
    services = Services(places, say=said.append)
    with Supervisor(services, said.append) as supervisor:
        services.start()
        yield supervisor


def python(places, name, program, **options):
    return Child(
        name=name,
        command=[sys.executable, "-c", program],
        log=places.logs / f"{name}.log",
        **options,
    )


def test_a_child_that_dies_for_good_ends_everything_with_its_last_words(
    supervisor, places, said
):
    supervisor.start(python(places, "Steady", "import time; time.sleep(60)"))
    supervisor.start(python(places, "Broken", "print('no such table'); exit(3)"))

    with pytest.raises(CannotStart, match="(?s)Broken ended 6 times.*no such table"):
        supervisor.watch()

    assert said == ["Broken ended by itself; starting it again."] * 5


def test_a_step_that_fails_says_why(supervisor, places):
    step = python(places, "Preparing", "raise SystemExit('the disk is full')")

    with pytest.raises(CannotStart, match="Preparing failed.\nthe disk is full"):
        supervisor.run(step)


def test_a_stop_is_heard_while_a_step_runs_and_ends_it(supervisor, places):
    step = python(places, "Preparing", "import time; time.sleep(60)")
    supervisor.asked_to_stop = True

    with pytest.raises(StopAsked):
        supervisor.run(step)

    assert not step.is_running()


def test_children_stop_in_the_reverse_order_of_their_start(places, said, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/belay")
    monkeypatch.setenv("REDIS_URL", "redis://cache/0")
    log = places.data / "order"
    program = (
        "import signal, sys, time\n"
        "def end(*_):\n"
        f"    open({str(log)!r}, 'a').write(sys.argv[0] + '{{name}} ')\n"
        "    sys.exit()\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "print('on', flush=True)\n"
        "time.sleep(60)\n"
    )
    services = Services(places)
    with Supervisor(services, said.append) as supervisor:
        services.start()
        for name in ("web", "worker"):
            child = python(places, name, program.replace("{name}", name))
            child.is_ready = lambda child=child: "on" in child.last_lines()
            supervisor.start(child)

    assert log.read_text().replace("-c", "") == "worker web "


def test_a_child_that_will_not_end_is_ended_with_all_it_started(places):
    places.logs.mkdir()
    child = python(
        places,
        "Stubborn",
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "number = os.fork()\n"
        "if number: print(number, flush=True)\n"
        "time.sleep(60)\n",
        grace=0.3,
    )
    child.start()
    while not child.last_lines():
        time.sleep(0.02)
    grandchild = int(child.last_lines())

    child.stop()

    assert not child.is_running()
    assert has_ended(grandchild)


def has_ended(number):
    """Gone, or a zombie that only waits to be counted by init."""
    for _ in range(100):
        try:
            os.kill(number, 0)
            stat = Path(f"/proc/{number}/stat").read_text()
        except (ProcessLookupError, FileNotFoundError):
            return True
        if stat.rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False
