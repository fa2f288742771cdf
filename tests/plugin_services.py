"""Starts a Postgres and a Redis for one run of the tests, before settings are read.

Loaded by ``-p tests.plugin_services`` in pyproject.toml, because pytest-django reads the
settings before any conftest.py. Services named in DATABASE_URL and REDIS_URL are used
as they are. Under pytest-xdist only the controller starts services; each worker has a
database of its own on the same server. Two runs at once do not meet.
"""

import os
import secrets

import pytest

from mentorship.embedded.services import Services, remove_forgotten

NOT_A_RUN = {"-h", "--help", "--version", "-V", "--fixtures", "--markers"}
KEY = pytest.StashKey[Services]()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config, args):
    """A wrapper runs before every plain hook, pytest-django's among them."""
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    in_xdist_worker = "PYTEST_XDIST_WORKER" in os.environ
    if in_xdist_worker or NOT_A_RUN.intersection(args):
        return (yield)
    remove_forgotten()
    services = Services.for_a_moment(private=False)
    early_config.stash[KEY] = services
    try:
        services.start()
        os.environ.update(services.environment)
        return (yield)
    except BaseException:  # settings or a conftest.py that cannot be imported
        stop(early_config)
        raise


def pytest_unconfigure(config):
    stop(config)


def stop(config):
    services = config.stash.get(KEY, None)
    if services is not None:
        services.stop()
        for name in services.environment.keys() - services.given.keys():
            os.environ.pop(name, None)


@pytest.fixture
def private_services():
    """A Postgres and a Redis of the test's own, to be killed or cut off at will.

    ``private_services.postgres.kill()`` and ``.start()`` do what they say;
    ``private_services.environment`` is for the processes that the test starts.
    """
    with Services.for_a_moment() as services:
        yield services
