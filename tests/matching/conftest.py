"""A small program for matching: quick vectors, three mentors, two goals."""

import pytest

from tests import builders
from tests.matching.working import run_now


@pytest.fixture(autouse=True)
def quick_encoder(settings):
    """Shared words instead of the sentence encoder: real, and ready in no time."""
    settings.BELAY_ENCODER = "lexical"


@pytest.fixture
def mentors(program):
    """Three mentors who write about speaking up, the first of them most clearly."""
    made = []
    for name, topics in [
        ("Hanna Reuter", "Say what you think in meetings with senior people"),
        ("Tunde Okafor", "Meetings: what to say, and when"),
        ("Li Wei", "Speaking to senior people"),
    ]:
        person = builders.person(name, headline="Helps people to speak up")
        builders.free_evenings(person)
        builders.track(person, level=4)
        made.append(builders.mentor(program, person, topics=topics))
    return made


@pytest.fixture
def minas_goal(mina):
    builders.free_evenings(mina.person)
    builders.track(mina.person, level=2)
    return builders.goal(mina, "Say what I think in meetings with senior people")


@pytest.fixture
def finished(program, mentors, minas_goal):
    """A finished run with one goal and three mentors."""
    return run_now(program)
