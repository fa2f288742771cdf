"""A request in each of its states."""

import pytest

from mentorship.pitches import actions


@pytest.fixture
def sent(pitch, mina):
    """Mina's request to Omar, waiting for his answer."""
    return actions.send(pitch, by=mina.person)


@pytest.fixture
def accepted(sent, omar):
    actions.accept(sent, by=omar.person)
    sent.refresh_from_db()
    return sent


@pytest.fixture
def declined(sent, omar):
    actions.decline(
        sent, by=omar.person, answer="My weeks are full.", private_reason="TOO-JUNIOR"
    )
    sent.refresh_from_db()
    return sent
