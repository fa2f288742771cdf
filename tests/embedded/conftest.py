"""Places for services that a test starts itself, and the commands that start them."""

import shutil
import signal
import tempfile
from pathlib import Path

import pytest

from mentorship.embedded.places import Places
from tests.embedded.running import Command


@pytest.fixture
def places():
    """Not in pytest's own folder: that is closed to the account Postgres runs as."""
    data = Path(tempfile.mkdtemp(prefix="belay-test-")).resolve()
    yield Places(data)
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture
def run(places):
    """Start a command; whatever still runs is stopped before its folder goes."""
    started = []

    def run(places, *arguments):
        started.append(Command(places, *arguments))
        return started[-1]

    yield run
    for command in started:
        if command.process.poll() is None:
            command.end(signal.SIGTERM)
        command.process.stdout.close()
