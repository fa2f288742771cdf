"""The story, planted once for all tests of a module that look at it."""

import pytest
from django.db import transaction

from mentorship.demo.seed import seed


@pytest.fixture(scope="module")
def saltmere(django_db_setup, django_db_blocker):
    """The demo's program with all its people; gone again after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed()
        transaction.set_rollback(True)
