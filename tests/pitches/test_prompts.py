"""Wordings for a small ask: from the goal and the story, and each good enough to send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.pitches.asking import asks_something
from mentorship.pitches.models import Pitch
from mentorship.pitches.prompts import Told, example, prompts

TOLD = Told(
    goal="Say what I think in meetings",
    growth="speaking up",
    sentence="I rehearsed one sentence a day.",
    topic="Meetings with senior people",
    step="Nurse, 2001 to 2009",
)


def asks(told):
    return [prompt for prompt in prompts(told) if prompt.part == "ask"]


def test_every_deed_has_a_wording_of_its_own():
    assert {prompt.deed for prompt in asks(TOLD)} == set(Pitch.Deed.values)


def test_they_speak_of_the_mentors_story_and_of_the_goal():
    words = [prompt.words for prompt in prompts(TOLD)]

    assert "You wrote: “I rehearsed one sentence a day.” What did it take?" in words
    assert "What would you try first, in my place, to get to “speaking up”?" in words


def test_without_a_story_the_way_so_far_is_asked_about():
    told = Told(goal="Lead", step="Nurse, 2001 to 2009")

    assert example(told) == "What made you go the way to “Nurse, 2001 to 2009”?"


@pytest.mark.parametrize("told", [TOLD, Told(goal="Lead a ward")])
def test_whatever_is_offered_counts_as_a_question(told):
    assert [p.words for p in asks(told) if not asks_something(p.words)] == []
    assert asks_something(example(told))


@given(st.text(min_size=1, max_size=300))
def test_no_story_is_quoted_at_length(text):
    for prompt in prompts(Told(goal=text, sentence=text)):
        assert len(prompt.words.split()) < 60
