"""Two people who both said yes."""

import pytest

from mentorship.pitches import actions


@pytest.fixture
def begun(pitch, mina, omar):
    actions.send(pitch, by=mina.person)
    return actions.accept(pitch, by=omar.person)
