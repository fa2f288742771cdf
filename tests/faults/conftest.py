"""One site for all fault tests of a process: setting it up takes longer than a fault."""

import shutil

import pytest

from mentorship.embedded.services import Services
from tests.faults.site import Site


@pytest.fixture(scope="session")
def shared_site():
    with Services.for_a_moment() as services:
        site = Site(services)
        site.manage("migrate", "-v", "0")
        site.manage(
            "seed_people",
            *("--mentees", "60", "--mentors", "20", "--program", "faults"),
        )
        site.start_worker()
        calm = site.start_run()
        assert site.finishes(calm), "even a calm run does not finish"
        site.kill_workers()
        site.calm = site.lists(calm)
        yield site
        shutil.rmtree(site.folder)


@pytest.fixture
def site(shared_site):
    """Nobody works, nothing is queued, and texts have to be understood anew."""
    shared_site.redis("FLUSHALL")
    yield shared_site
    shared_site.kill_workers()
