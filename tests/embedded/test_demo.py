"""``make demo`` from nothing, again, twice at once, and killed."""

import http.client
import re
import signal
import time
from contextlib import closing

import pytest

from mentorship.embedded.lock import Lock
from mentorship.embedded.places import Places
from tests.embedded.running import eventually, processes_of

DEMO = ["-m", "mentorship.embedded.demo"]
pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]


def port_of(demo):
    line = demo.wait_for("Belay is ready")
    return int(re.fullmatch(r"Belay is ready at http://localhost:(\d+)", line)[1])


def status_of(port, path):
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    with closing(connection):
        connection.request("GET", path)
        return connection.getresponse().status


def test_the_second_start_is_quick_and_a_kill_leaves_nothing(run, places):
    demo = run(places, DEMO)
    assert status_of(port_of(demo), "/readyz") == 200
    assert demo.end(signal.SIGINT) == 0
    assert processes_of(places) == []

    began = time.monotonic()
    demo = run(places, DEMO)
    port = port_of(demo)
    assert time.monotonic() - began <= 15
    assert status_of(port, "/accounts/login/") == 200

    demo.end(signal.SIGKILL)
    assert eventually(lambda: processes_of(places) == []), processes_of(places)
    assert eventually(Lock(places.lock).is_free)


def test_two_checkouts_have_a_port_each(run, places):
    one = run(places, DEMO)
    other = run(Places(places.data / "other"), DEMO)

    ports = {port_of(one), port_of(other)}

    assert len(ports) == 2
    assert [status_of(port, "/readyz") for port in ports] == [200, 200]


def test_a_taken_port_is_said_in_a_sentence(run, places, monkeypatch):
    monkeypatch.setenv("BELAY_PORT", str(port_of(run(places, DEMO))))

    second = run(Places(places.data / "other"), DEMO)

    second.wait_for("is taken. Set BELAY_PORT to a free one.")
    assert second.process.wait(60) == 1
