"""The world, built once for all tests of this folder, and the demo's addresses."""

import logging

import pytest
from django.db import transaction
from django.test import override_settings

from tests.access import bare_urls
from tests.access.browser import Browser
from tests.access.world import World


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """Two programs in which everything happened; gone again after this folder."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(BELAY_ENCODER="lexical"),
    ):
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def in_the_demo(settings):
    """With the demo's pages: the widest set of addresses that a site can have."""
    settings.ROOT_URLCONF = bare_urls.__name__
    settings.BELAY_DEMO = True
    settings.BELAY_ENCODER = "lexical"


@pytest.fixture(autouse=True)
def only_errors_in_the_log(caplog):
    """Thousands of lines that say "not found" would hide the one that matters."""
    caplog.set_level(logging.ERROR, "django")
    caplog.set_level(logging.ERROR, "matching")


@pytest.fixture
def browse(world):
    """The browser of anybody of the cast."""

    def as_(role, **more):
        person = world.people.get("mina" if role == "deactivated" else role)
        browser = Browser(person, **more)
        if role == "deactivated":  # after the sign-in: the session is still there
            type(person).objects.filter(pk=person.pk).update(is_active=False)
        return browser

    return as_
