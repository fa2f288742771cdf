"""Commands run as a person runs them, and the processes they leave behind."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mentorship.embedded.places import CHECKOUT

ALONE = ["-m", "mentorship.embedded.development"]  # starts faster than manage.py
NOT_INHERITED = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"}


class Command:
    """A running command for one data folder."""

    def __init__(self, places, arguments=ALONE):
        mine = {k: v for k, v in os.environ.items() if k not in NOT_INHERITED}
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=CHECKOUT,
            env=mine | {"BELAY_DATA_DIR": str(places.data)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_for(self, sentence):
        """Read on until a line has the sentence in it; the line, without its end."""
        said = []
        for line in self.process.stdout:
            said.append(line)
            if sentence in line:
                return line.rstrip("\n")
        return pytest.fail("It never said so, but:\n" + "".join(said))

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


def eventually(is_true, seconds=20):
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
