"""The cast: a fixed set of people whom every test meets again.

Mina is a mentee and Omar a mentor of the same program, Ropes, which Ada runs. Eve is
another mentee and Ivan another mentor there. Otto runs another program.
"""

import gc
import os

# One process per core: threads of their own would only wait for each other. numpy reads
# it once, so it stands before whatever imports numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import settings

from tests import builders, database

# No limit in time for one example: machines may be busy.
settings.register_profile("busy", deadline=None)
settings.load_profile("busy")

LONGEST = {"faults", "embedded"}
"""Folders whose single tests take longest, because they start processes."""


def pytest_collection_modifyitems(items):
    """Begin with the longest, so that at the end no process waits for another."""
    items.sort(key=lambda item: item.path.parent.name not in LONGEST)


def pytest_collection_finish():
    """What is loaded by now stays: it need not be looked through for rubbish again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """All migrations, as always; then what makes single tests quicker."""
    with django_db_blocker.unblock():
        database.keep_the_vocabularys_vectors()
        database.empty_by_deleting()


@pytest.fixture
def ada(db):
    return builders.person("Ada Lind")


@pytest.fixture
def otto(db):
    return builders.person("Otto Berg")


@pytest.fixture
def program(ada):
    made = builders.program("Ropes", slug="ropes")
    made.admins.add(ada)
    return made


@pytest.fixture
def other_program(otto):
    made = builders.program("Ladders", slug="ladders")
    made.admins.add(otto)
    return made


@pytest.fixture
def mina(program):
    """Mina's enrolment as a mentee."""
    return builders.mentee(program, builders.person("Mina Costa"))


@pytest.fixture
def eve(program):
    return builders.mentee(program, builders.person("Eve Novak"))


@pytest.fixture
def omar(program):
    """Omar's enrolment as a mentor, with two conversations and one ongoing place."""
    return builders.mentor(
        program, builders.person("Omar Haddad"), topics="Speaking up\nFirst job"
    )


@pytest.fixture
def ivan(program):
    return builders.mentor(program, builders.person("Ivan Petrov"))


@pytest.fixture
def goal(mina):
    return builders.goal(mina)


@pytest.fixture
def pitch(goal, omar):
    """Mina's draft to Omar, ready to send."""
    return builders.pitch(goal, omar)
