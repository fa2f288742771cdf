"""Which parts of a letter are open, and what the others say in a line."""

from dataclasses import replace

import pytest
from django.http import QueryDict

from mentorship.pitches import parts
from mentorship.pitches.citing import Item
from mentorship.pitches.composer import Asked, Letter, review
from mentorship.pitches.forms import LONGEST_PART, ComposerForm
from tests.pitches.test_composer import COMPLETE

ITEM = Item("story", "I rehearsed one sentence a day.")


def shown(letter=COMPLETE, *, checked=False, most_words=300, **typed):
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data[name] = value
    form = ComposerForm(data if typed else None, items=[ITEM])
    found = review(letter, Asked("Omar", most_words))
    return parts.parts(form, found, "Omar", checked=checked)


def opened(*args, **kwargs):
    return [key for key, part in shown(*args, **kwargs).items() if part.open]


def lacking(*names):
    return replace(COMPLETE, **dict.fromkeys(names, ""))


def test_every_field_that_is_shown_belongs_to_one_part():
    held = [name for fields in parts.HOLDS.values() for name in fields]
    hidden = {"route", "shown"}

    assert sorted(held) == sorted(set(ComposerForm.base_fields) - hidden)


@pytest.mark.parametrize(
    ("letter", "first"),
    [
        (Letter(), "why"),
        (replace(COMPLETE, cited=0), "why_you"),
        (lacking("deed", "introduction"), "ask"),
        (lacking("brings"), "commitment"),
        (lacking("introduction"), "introduction"),
    ],
)
def test_only_the_first_part_that_lacks_something_is_open(letter, first):
    assert opened(letter) == [first]


def test_nothing_is_open_when_everything_is_there():
    assert opened() == []
    assert all(part.done for part in shown().values())


def test_a_check_opens_every_part_that_lacks_something():
    assert opened(lacking("why_you", "brings"), checked=True) == [
        "why_you",
        "commitment",
    ]


def test_a_letter_that_is_too_long_opens_where_its_link_leads():
    assert opened(most_words=3) == []
    assert opened(most_words=3, checked=True) == ["why"]


def test_an_answer_that_needs_another_look_opens_its_part():
    assert opened(lacking("why"), brings="x" * (LONGEST_PART + 1)) == [
        "why",
        "commitment",
    ]


def test_a_folded_part_says_in_a_line_what_stands_in_it():
    told = shown(commitment="I try it\non  Thursday.", brings="News.", cites=ITEM.key)

    assert told["commitment"].said == "I try it on Thursday. · News."
    assert told["why_you"].said == "“I rehearsed one sentence a day.”"
    assert told["why"].said == ""
    assert len(shown(why="word " * 100)["why"].said) == 90
