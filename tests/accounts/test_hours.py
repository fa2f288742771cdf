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


def tell(client, **times):
    return client.post(reverse("accounts:hours"), times)


def masks(person):
    return dict(FreeHours.objects.filter(person=person).values_list("weekday", "slots"))


def test_hours_are_kept_for_the_whole_week(client, signed_in):
    tell(client, from_0_0="17:00", to_0_0="20:00", from_0_1="08:00", to_0_1="08:30")

    evening_and_early = builders.EVENINGS | 1 << 16
    assert masks(signed_in) == {0: evening_and_early} | dict.fromkeys(range(1, 7), 0)


def test_monday_may_stand_for_the_working_days(client, signed_in):
    tell(client, from_0_0="17:00", to_0_0="20:00", same="on")

    evenings = dict.fromkeys(range(5), builders.EVENINGS)
    assert masks(signed_in) == evenings | {5: 0, 6: 0}


def test_midnight_ends_the_day(client, signed_in):
    tell(client, from_6_0="23:00", to_6_0="00:00")

    assert masks(signed_in)[6] == 0b11 << 46


def test_telling_nothing_makes_hours_unknown_again(client, signed_in):
    builders.free_evenings(signed_in)

    tell(client)

    assert masks(signed_in) == {}


@pytest.mark.parametrize(
    "times",
    [
        {"from_0_0": "17:00"},
        {"from_0_0": "20:00", "to_0_0": "17:00"},
        {"from_0_0": "17:10", "to_0_0": "18:00"},
        {"from_0_0": "\x00", "to_0_0": "25:99"},
    ],
)
def test_times_that_make_no_sense_are_asked_again(client, signed_in, times):
    response = tell(client, **times)

    assert response.status_code == 200
    assert "another look" in response.content.decode()
    assert masks(signed_in) == {}


def test_many_short_times_of_a_day_all_come_back(client, signed_in):
    FreeHours.objects.create(person=signed_in, weekday=0, slots=0b1010101)

    form = client.get(reverse("accounts:hours")).context["form"]

    assert form.lines == 4
