"""The services of a run of the tests: one set per run, whoever does the work."""

import os
import subprocess
import sys

import pytest

from mentorship.embedded.places import CHECKOUT

ONE_TEST = """
import os, pathlib
from django.conf import settings

def test_notes_its_services():
    note = pathlib.Path(os.environ["NOTES"], os.environ["PYTEST_XDIST_WORKER"])
    note.write_text(settings.DATABASES["default"]["HOST"])
"""


@pytest.mark.long
@pytest.mark.timeout(400)
def test_the_processes_of_one_run_share_services_of_their_own(tmp_path):
    (tmp_path / "test_one.py").write_text(ONE_TEST)
    notes = tmp_path / "notes"
    notes.mkdir()
    without = {"DATABASE_URL", "REDIS_URL", "PYTEST_XDIST_WORKER"}
    ours = {key: value for key, value in os.environ.items() if key not in without}
    command = ["-m", "pytest", "-q", "-n2", "--dist=each", f"--rootdir={CHECKOUT}"]

    subprocess.run(
        [sys.executable, *command, str(tmp_path / "test_one.py")],
        cwd=CHECKOUT,
        env=ours | {"NOTES": str(notes)},
        check=True,
        timeout=360,
    )

    used = {note.name: note.read_text() for note in notes.iterdir()}
    mine = os.environ["DATABASE_URL"]
    assert used.keys() == {"gw0", "gw1"}
    assert len(set(used.values())) == 1
    assert used["gw0"].rpartition("/")[2] not in mine
