"""What a question is about, and whether somebody's page covers it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.pitches.topics import (
    Answered,
    Ground,
    Wanted,
    answered_already,
    named_in,
    off_topic,
)

WELDER = Ground.of(
    ["welding", "teaching-apprentices"],
    ["Master welder in a boatyard", "Meetings with the owner, and how to speak there"],
)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How do I learn web development and CSS?", "Web development"),
        ("Can you teach me Python and JavaScript?", "JavaScript"),
        ("How did you learn welding?", ""),
        ("How do I become better at welding and at Python?", ""),  # one is theirs
        ("How did you react when they said no?", ""),  # not the library
        ("Which rules do you put into the machine?", ""),  # not machining
        ("How did you choose the one thing to say?", ""),
    ],
)
def test_a_question_that_names_something_is_about_that(question, topic):
    assert off_topic(Wanted(question), WELDER) == topic


@pytest.mark.parametrize(
    ("slugs", "words", "topic"),
    [
        (("python",), (), "Python"),
        (("python", "welding"), (), ""),
        ((), ("speaking up in meetings",), ""),  # their page speaks of it
        ((), ("falconry",), ""),  # whatever that may be called on their page
        (("python",), ("speaking up in meetings",), ""),
        (("python",), ("speaking to machines all day long",), "Python"),
        ((), (), ""),
    ],
)
def test_a_question_that_names_nothing_is_about_the_goal(slugs, words, topic):
    assert off_topic(Wanted("How did it begin?", slugs, words), WELDER) == topic


def test_somebody_who_said_nothing_is_not_known_and_not_warned_of():
    assert off_topic(Wanted("How do I learn Python?"), Ground.of([], [""])) == ""


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How did you prepare for your first board meeting?", True),
        ("How do you prepare the first meeting with a board?", True),
        ("Which camera should I take for photography?", True),
        ("What did you say in the meeting?", False),
        ("How did you choose the one thing to say?", False),
        ("", False),
    ],
)
def test_a_question_that_was_answered_is_found(question, found):
    answers = [
        Answered("How do you prepare for your first meeting with the board?"),
        Answered("What do I buy first?", named_in("photography")),
    ]

    assert bool(answered_already(question, answers)) is found


def test_the_closest_answer_is_the_one():
    near = Answered("How do you prepare for your first meeting with the board?")
    far = Answered("How do you prepare for a meeting?")

    for answers in ([near, far], [far, near]):
        asked = "How did you prepare for your first meeting with the board?"
        assert answered_already(asked, answers) == near


@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=4))
def test_any_text_at_all_gets_an_answer(question, texts):
    assert isinstance(off_topic(Wanted(question), Ground.of([], texts)), str)
    found = answered_already(question, [Answered(text) for text in texts])
    assert found is None or found.question in texts


@given(st.text(max_size=200))
def test_who_writes_the_same_words_covers_them(text):
    assert off_topic(Wanted(text), Ground.of([], [text])) == ""
