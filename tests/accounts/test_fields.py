"""Whatever people type becomes text that no page and no database stumbles over."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.fields import many_lines, one_line

anything = st.text(st.characters(exclude_categories=[]))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a \t b\r\nc ", "a b c"),
        ("a\x00b\x07", "ab"),
        ("\u202eevil\u202c name", "evil name"),
        ("half \ud800 a sign", "half a sign"),
        ("cafe\u0301", "café"),
        ("שלום\u200f!", "שלום\u200f!"),
    ],
)
def test_a_line_keeps_what_can_be_read(typed, kept):
    assert one_line(typed) == kept


def test_lines_stay_lines_with_one_empty_one_between_at_most():
    assert many_lines("a\r\nb\r\n\r\n\r\n\r\nc \u2028d\x00") == "a\nb\n\nc\nd"


@given(anything)
def test_a_cleaned_text_is_clean(typed):
    for clean in (one_line, many_lines):
        once = clean(typed)

        assert clean(once) == once
        assert not any(
            unicodedata.category(c) in {"Cc", "Cs"} and c != "\n" for c in once
        )


@given(anything)
def test_a_line_is_one_line(typed):
    assert "\n" not in one_line(typed)
