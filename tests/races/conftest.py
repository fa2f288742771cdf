"""Races need rows that other connections can see."""

import pytest

from mentorship.notices.models import Mail
from mentorship.pitches.models import Pitch
from mentorship.relationships.models import Relationship, Yes
from mentorship.safety.models import AuditEvent, Block


@pytest.fixture(autouse=True)
def rows_that_others_see(transactional_db):
    """Every race commits for real."""


@pytest.fixture
def start_again():
    """Forget what the last round left, and keep the people."""

    def forget(*mentors):
        for model in (Relationship, Pitch, Yes, Mail, AuditEvent, Block):
            model.objects.all().delete()
        for mentor in mentors:
            type(mentor).objects.filter(pk=mentor.pk).update(
                conversations_taken=0, ongoing_taken=0
            )

    return forget
