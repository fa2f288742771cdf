"""Widgets post ordinary names, take odd input kindly, and say what is chosen."""

import re

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from accounts.hours import to_mask
from accounts.widgets import Choices, Pair, Visibility, Week, WeekField, Words

NOTHING = dict.fromkeys(range(7), 0)


class Free(forms.Form):
    free = WeekField()


def told(query):
    form = Free(QueryDict(query))
    return form.is_valid(), form.cleaned_data.get("free"), form.errors.get("free")


def test_ticked_half_hours_become_masks():
    _ok, free, _errors = told("free=0-34&free=0-35&free=6-47")

    assert free == NOTHING | {0: to_mask([(34, 36)]), 6: to_mask([(47, 48)])}


@pytest.mark.parametrize(
    ("to", "days"), [("4", {4}), ("workdays", set(range(5))), ("all", set(range(7)))]
)
def test_without_scripts_a_day_is_copied_when_the_form_is_saved(to, days):
    _ok, free, _errors = told(f"free=0-20&free_from=0&free_to={to}")

    assert {day for day, mask in free.items() if mask == 1 << 20} == days | {0}


@pytest.mark.parametrize("to", ["", "7", "someday"])
def test_copying_to_no_day_changes_nothing(to):
    assert told(f"free=0-20&free_from=0&free_to={to}")[1] == NOTHING | {0: 1 << 20}


def test_a_week_without_a_free_hour_is_asked_for():
    assert told("free_from=&free_to=all") == (False, None, ["Please fill this in."])


@given(
    st.lists(st.text(max_size=8), max_size=5), st.text(max_size=4), st.text(max_size=8)
)
def test_odd_input_never_breaks_a_week(ticked, source, target):
    data = {"free": ticked, "free_from": source, "free_to": target}
    masks = Week().value_from_datadict(data, {}, "free")

    assert set(masks) == set(range(7))
    assert all(0 <= mask < 1 << 48 for mask in masks.values())


@given(st.dictionaries(st.integers(0, 6), st.integers(0, (1 << 48) - 1)))
def test_what_a_week_shows_is_what_it_reads(masks):
    page = Week().render("free", masks, {"id": "id_free"})
    ticked = re.findall(r'value="(\d-\d+)"[^>]* checked', page)

    read = Week().value_from_datadict({"free": ticked, "free_from": ""}, {}, "free")
    assert read == NOTHING | masks


def test_each_choice_says_its_help_and_shows_its_sign():
    widget = Choices(
        choices=[("a", "Ask"), ("b", "Build")], helps={"b": "Takes longer."}
    )
    page = widget.render("way", "b", {"id": "id_way"})

    assert page.count('class="hint"') == 1
    assert re.search(r'value="b"[^>]* checked', page)
    assert (
        Visibility(choices=[("me", "Only me")]).render("who", None).count("<svg") == 1
    )


def test_not_sure_stands_apart_from_the_pair():
    choices = [(str(n), f"step {n}") for n in range(-2, 3)] + [("", "not sure")]
    page = Pair("direct", "gentle", choices=choices).render("how", "", {"id": "id_how"})
    between, apart = page.split('class="apart"')

    assert between.count('type="radio"') == 5
    assert 'value=""' in apart
    assert "checked" in apart


@pytest.mark.parametrize(
    ("text", "said"), [("", "At most 60 words"), ("I moved.", "2 of at most 60 words")]
)
def test_words_are_counted_without_scripts_too(text, said):
    assert said in Words(most=60).render("story", text, {"id": "id_story"})
