"""What a letter still lacks, as data."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.pitches.composer import Letter, count_words, review, says_something

COMPLETE = Letter(
    introduction="I am an analyst in my second year.",
    why="I prepare well and then say nothing.",
    why_you="You rehearsed until the moment had passed.",
    commitment="I will try one thing each week.",
    ask="How did you choose the one thing to say?",
    cited=1,
)


def missing(letter, most_words=300):
    return [check.key for check in review(letter, "Omar", most_words).missing]


def test_a_complete_letter_lacks_nothing():
    assert missing(COMPLETE) == []
    assert review(COMPLETE, "Omar", 300).complete


def test_an_empty_letter_lacks_all_but_brevity():
    assert missing(Letter()) == [
        "why",
        "cited",
        "why_you",
        "ask",
        "commitment",
        "introduction",
    ]


@pytest.mark.parametrize(
    "part", ["introduction", "why", "why_you", "commitment", "ask"]
)
@pytest.mark.parametrize("text", ["", "   ", "…", "-", "n/a", "\u200b"])
def test_no_part_can_be_skipped(part, text):
    assert missing(replace(COMPLETE, **{part: text})) == [part]


def test_something_of_the_mentors_has_to_be_cited():
    assert missing(replace(COMPLETE, cited=0)) == ["cited"]


def test_a_bare_be_my_mentor_is_refused_kindly_with_a_better_example():
    check = review(replace(COMPLETE, ask="Can you be my mentor?"), "Omar", 300).check(
        "ask"
    )

    assert check.done is False
    assert check.advice == (
        "This is hard to say yes to, because it asks for everything at once. "
        "Ask for something that fits into half an hour."
    )
    assert check.example == "How did you choose the one thing to say, the day before?"


def test_the_most_words_are_allowed_and_one_more_is_not():
    words = COMPLETE.words

    assert missing(COMPLETE, most_words=words) == []
    assert missing(COMPLETE, most_words=words - 1) == ["length"]
    assert review(COMPLETE, "Omar", words - 1).too_long_by == 1


def test_advice_stands_only_beside_what_was_written():
    half = Letter(why="…", ask="Be my mentor")

    assert list(review(half, "Omar", 300).advice(half)) == ["why", "ask"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("one two", 2), ("你第一次演讲前", 4), ("会議 and 会議", 3), ("ไทย", 2)],
)
def test_words_are_counted_in_any_script(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize("text", ["我是分析师", "Я аналитик", "أنا محلل", "Ok so"])
def test_a_few_letters_of_any_script_say_something(text):
    assert says_something(text)


parts = st.text(max_size=80)


@given(st.builds(Letter, parts, parts, parts, parts, parts, st.integers(0, 3)))
def test_complete_means_that_nothing_is_missing(letter):
    found = review(letter, "Omar", 60)

    assert found.complete == (found.missing == ())
    assert found.words == letter.words
    assert len(found.checks) == 7
    if found.complete:
        assert all(
            part.strip()
            for part in (
                letter.introduction,
                letter.why,
                letter.why_you,
                letter.commitment,
                letter.ask,
            )
        )
