"""Free hours as masks and as times, and the page on which they are told."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.hours import in_words, to_mask, to_ranges
from accounts.models import FreeHours
from tests import builders


@given(st.integers(0, 2**48 - 1))
def test_every_mask_survives_being_told_as_times(mask):
    assert to_mask(to_ranges(mask)) == mask


@given(st.integers(0, 2**48 - 1))
def test_times_of_a_day_never_touch_each_other(mask):
    ranges = to_ranges(mask)

    assert all(a[1] < b[0] for a, b in zip(ranges, ranges[1:], strict=False))


def test_evenings_read_as_people_say_them():
    assert in_words(builders.EVENINGS) == "17:00–20:00"


@pytest.fixture
def signed_in(client, db):
    person = builders.person("Mina Costa")
    client.force_login(person)
    return person


def tell(client, *ticked, **more):
    return client.post(
        reverse("accounts:hours"), {"free": ticked, "free_from": ""} | more
    )


def masks(person):
    return dict(FreeHours.objects.filter(person=person).values_list("weekday", "slots"))


def test_hours_are_kept_for_the_whole_week(client, signed_in):
    tell(client, "0-34", "0-35", "0-16", "6-47")

    assert masks(signed_in) == dict.fromkeys(range(7), 0) | {
        0: 0b11 << 34 | 1 << 16,
        6: 1 << 47,
    }


def test_monday_may_stand_for_the_working_days_without_scripts(client, signed_in):
    evenings = [f"0-{slot}" for slot in range(34, 40)]

    tell(client, *evenings, free_from="0", free_to="workdays")

    assert masks(signed_in) == dict.fromkeys(range(5), builders.EVENINGS) | {5: 0, 6: 0}


@pytest.mark.parametrize("cleared", [{}, {"clear": "on"}])
def test_telling_nothing_or_clearing_makes_hours_unknown_again(
    client, signed_in, cleared
):
    builders.free_evenings(signed_in)

    tell(client, *(["0-1"] if cleared else []), **cleared)

    assert masks(signed_in) == {}


@pytest.mark.parametrize("odd", ["7-0", "0-48", "-1-3", "x", "\x00", "9" * 400, "0-٣"])
def test_half_hours_that_do_not_exist_are_not_kept(client, signed_in, odd):
    assert tell(client, odd).status_code == 302
    assert masks(signed_in) == {}


def test_what_was_told_comes_back(client, signed_in):
    FreeHours.objects.create(person=signed_in, weekday=0, slots=0b1010101)

    page = client.get(reverse("accounts:hours")).content.decode()

    assert page.count(" checked") == 4
