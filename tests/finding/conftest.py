"""People whom Mina may find, and Mina signed in."""

import pytest

from tests import builders


@pytest.fixture
def as_mina(client, mina):
    client.force_login(mina.person)
    return client


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def lea(program):
    """A colleague who mentors nobody, and said that she may be found."""
    return builders.mentee(program, builders.person("Lea Brandt", findable=True))


@pytest.fixture
def many(program):
    """Makes so many mentors, each with a skill, a story and a track."""

    def make(number):
        made = []
        for n in range(number):
            one = builders.person(f"Mentor {n}", organisation="Elsewhere")
            builders.track(one, level=4)
            builders.knows(one, "finesse", "presence")
            builders.story(one, "I learned Finesse the slow way.")
            made.append(builders.mentor(program, one, topics="Finesse at work"))
        return made

    return make
