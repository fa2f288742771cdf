"""What a letter still lacks, as data."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.pitches import citing
from mentorship.pitches.citing import Item
from mentorship.pitches.composer import (
    WRITTEN,
    Asked,
    Letter,
    count_words,
    review,
    says_something,
)
from mentorship.pitches.forms import ComposerForm

COMPLETE = Letter(
    introduction="I am an analyst in my second year.",
    why="I prepare well and then say nothing.",
    why_you="You rehearsed until the moment had passed.",
    commitment="I will try one thing each week.",
    ask="How did you choose the one thing to say?",
    brings="I can tell you what newcomers find hard.",
    cited=1,
    deed="answer",
)
OMAR = Asked("Omar")


def missing(letter, most_words=300, **asked):
    found = review(letter, Asked("Omar", most_words, **asked))
    return [check.key for check in found.missing]


def test_a_complete_letter_lacks_nothing():
    assert missing(COMPLETE) == []
    assert review(COMPLETE, OMAR).complete


def test_an_empty_letter_lacks_all_but_brevity():
    assert missing(Letter()) == [
        "why",
        "cited",
        "why_you",
        "ask",
        "deed",
        "commitment",
        "brings",
        "introduction",
    ]


@pytest.mark.parametrize(
    "part", ["introduction", "why", "why_you", "commitment", "ask", "brings"]
)
@pytest.mark.parametrize("text", ["", "   ", "…", "-", "n/a", "\u200b"])
def test_no_part_can_be_skipped(part, text):
    assert missing(replace(COMPLETE, **{part: text})) == [part]


def test_something_of_the_mentors_has_to_be_cited():
    assert missing(replace(COMPLETE, cited=0)) == ["cited"]


def test_a_bare_be_my_mentor_is_refused_kindly_with_a_better_example():
    check = review(replace(COMPLETE, ask="Can you be my mentor?"), OMAR).check("ask")

    assert check.done is False
    assert check.hint == (
        "This is hard to say yes to, because it asks for everything at once. "
        "Ask for something that fits into half an hour."
    )
    assert check.example == "How did you choose the one thing to say, the day before?"


def test_the_most_words_are_allowed_and_one_more_is_not():
    words = COMPLETE.words

    assert missing(COMPLETE, most_words=words) == []
    assert missing(COMPLETE, most_words=words - 1) == ["length"]
    assert review(COMPLETE, Asked("Omar", words - 1)).too_long_by == 1


def test_hints_stand_only_beside_what_was_written():
    half = Letter(why="…", ask="Be my mentor")

    assert list(review(half, OMAR).hints(half)) == ["why", "ask"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("one two", 2), ("你第一次演讲前", 4), ("会議 and 会議", 3), ("ไทย", 2)],
)
def test_words_are_counted_in_any_script(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize("text", ["我是分析师", "Я аналитик", "أنا محلل", "Ok so"])
def test_a_few_letters_of_any_script_say_something(text):
    assert says_something(text)


@pytest.mark.parametrize(
    ("supports", "confirmed", "lacks"),
    [
        ((), False, []),  # not known: no warning
        (("mentoring", "coaching"), False, []),
        (("coaching",), False, ["support"]),
        (("coaching",), True, []),
    ],
)
def test_another_kind_of_help_wants_a_word(supports, confirmed, lacks):
    letter = replace(COMPLETE, support="mentoring", support_confirmed=confirmed)

    assert missing(letter, supports=supports) == lacks


@pytest.mark.parametrize(("confirmed", "lacks"), [(False, ["topic"]), (True, [])])
def test_a_topic_that_is_not_theirs_wants_a_word(confirmed, lacks):
    letter = replace(COMPLETE, topic_confirmed=confirmed)

    assert missing(letter, off_topic="Web development") == lacks
    assert missing(letter) == []


def test_what_is_brought_counts_into_the_words():
    shorter = replace(COMPLETE, brings="")

    assert COMPLETE.words - shorter.words == count_words(COMPLETE.brings)


parts = st.text(max_size=80)
letters = st.builds(
    Letter,
    *[parts] * 6,
    cited=st.integers(0, 3),
    deed=st.sampled_from(["", "answer", "review"]),
    support=st.sampled_from(["mentoring", "sponsoring"]),
    topic_confirmed=st.booleans(),
    support_confirmed=st.booleans(),
)
mentors = st.builds(
    Asked,
    st.just("Omar"),
    st.integers(60, 100),
    st.sampled_from([(), ("mentoring",), ("coaching", "sponsoring")]),
    st.sampled_from(["", "Web development"]),
)


@given(letters, mentors)
def test_complete_means_that_nothing_is_missing(letter, asked):
    found = review(letter, asked)

    assert found.complete == (found.missing == ())
    assert found.words == letter.words
    if found.complete:
        assert all(getattr(letter, part).strip() for part in WRITTEN)
        assert letter.cited and letter.deed
        assert letter.words <= asked.most_words
        assert letter.topic_confirmed or not asked.off_topic
        assert (
            letter.support_confirmed
            or not asked.supports
            or letter.support in asked.supports
        )


@given(letters, mentors)
def test_every_check_has_words_of_its_own(letter, asked):
    keys = [check.key for check in review(letter, asked).checks]

    assert len(keys) == len(set(keys))
    assert all(check.hint for check in review(letter, asked).missing)


def test_what_comes_nearest_to_the_goal_stands_first():
    items = [Item("skill", words) for words in ("Baking", "Meetings", "Speaking")]

    near = citing.nearest(items, "Say something in a meeting, speak up")

    assert [item.words for item in near] == ["Meetings", "Speaking", "Baking"]
    assert citing.nearest(items, "") == items


def test_the_rest_to_pick_stands_behind_a_disclosure_and_what_is_picked_does_not():
    items = [Item("skill", f"Skill number {n}") for n in range(20)]
    last = items[-1].key

    best, rest = ComposerForm(items=items, initial={"cites": [last]}).shelves()
    few = ComposerForm(items=items[:3]).shelves()

    keys = [box.data["value"] for box in best["names"]]
    assert keys == [item.key for item in items[:6]] + [last]
    assert rest["many"] == len(rest["names"]) == 13
    assert [len(shelf["names"]) for shelf in few] == [3]
