"""One draft in two windows: fields are merged, and nothing goes unsaid."""

from hypothesis import given
from hypothesis import strategies as st

from mentorship.pitches.windows import marks, merge

texts = st.sampled_from(["", "One.", "Two.", "Three."])
forms = st.fixed_dictionaries({"why": texts, "ask": texts, "cites": texts})


@given(forms, forms, forms)
def test_what_is_saved_is_what_was_touched_here_and_else_what_was_there(
    began, sent, saved
):
    merged = merge(marks(began), sent, saved)
    after = saved | merged.keep

    for name in sent:
        touched = sent[name] != began[name]
        assert after[name] == (sent[name] if touched else saved[name])


@given(forms, forms, forms)
def test_no_text_is_lost_unsaid(began, sent, saved):
    """Whatever was saved and this window never showed is either kept or told."""
    merged = merge(marks(began), sent, saved)
    after = saved | merged.keep

    for name, text in saved.items():
        if text and text != began[name] and after[name] != text:
            assert merged.overwritten[name] == text


@given(forms, forms)
def test_one_window_alone_is_told_nothing(began, sent):
    merged = merge(marks(began), sent, began)

    assert (merged.overwritten, merged.newer) == ({}, {})


@given(forms, forms)
def test_a_form_without_marks_is_saved_whole(sent, saved):
    assert merge("", sent, saved).keep == sent


@given(st.text(max_size=60), forms)
def test_odd_marks_do_no_harm(odd, sent):
    assert merge(odd, sent, {}).keep.keys() <= sent.keys()
