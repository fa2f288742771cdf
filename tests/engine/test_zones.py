"""Wall time in many zones, through the days on which clocks change."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.factors.availability import (
    availability,
    on_the_wall,
    shared_slots,
    utc_weeks,
    wall_slots,
)
from tests.engine.worlds import a_goal, a_mentor

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def wall(weekday, hour):
    """The hour from ``hour`` on one weekday."""
    return [0b11 << int(2 * hour) if day == weekday else 0 for day in range(7)]


def utc(masks, zone, monday, weeks=1):
    """Free (weekday, hour) in UTC, per week, for the half-hours that are free."""
    packed = utc_weeks(masks, zone, monday, weeks)
    return [
        [divmod(int(slot) / 2, 24) for slot in np.flatnonzero(week)]
        for week in shared_slots(packed, packed)
    ]


@pytest.mark.parametrize(
    ("zone", "monday", "hour_in_utc"),
    [
        ("UTC", date(2027, 1, 4), 12),
        ("Europe/London", date(2027, 1, 4), 12),
        ("Europe/London", date(2027, 7, 5), 11),
        ("Europe/Berlin", date(2027, 1, 4), 11),
        ("Europe/Berlin", date(2027, 7, 5), 10),
        ("America/New_York", date(2027, 1, 4), 17),
        ("America/New_York", date(2027, 7, 5), 16),
        ("America/Los_Angeles", date(2027, 1, 4), 20),
        ("America/Phoenix", date(2027, 7, 5), 19),
        ("America/Sao_Paulo", date(2027, 1, 4), 15),
        ("Australia/Sydney", date(2027, 1, 4), 1),
        ("Australia/Sydney", date(2027, 7, 5), 2),
        ("Asia/Kolkata", date(2027, 7, 5), 6.5),
        ("Asia/Tokyo", date(2027, 7, 5), 3),
        ("Africa/Lagos", date(2027, 7, 5), 11),
    ],
)
def test_noon_on_wednesday(zone, monday, hour_in_utc):
    assert utc(wall(WED, 12), zone, monday) == [
        [(WED, hour_in_utc), (WED, hour_in_utc + 0.5)]
    ]


@pytest.mark.parametrize(
    ("zone", "monday", "hours"),
    [
        ("America/New_York", date(2027, 3, 1), [17, 17, 16, 16, 16]),
        ("Europe/London", date(2027, 3, 1), [12, 12, 12, 12, 11]),
        ("Europe/Berlin", date(2027, 3, 1), [11, 11, 11, 11, 10]),
        ("Asia/Kolkata", date(2027, 3, 1), [6.5] * 5),
        ("America/New_York", date(2027, 10, 25), [16, 16, 17, 17]),
        ("Europe/London", date(2027, 10, 25), [11, 12, 12, 12]),
        ("Australia/Sydney", date(2027, 3, 22), [1, 1, 2, 2]),
        ("Pacific/Auckland", date(2027, 9, 13), [0, 0, 23, 23]),
    ],
)
def test_noon_on_tuesday_week_by_week_through_a_change_of_clocks(zone, monday, hours):
    weeks = utc(wall(TUE, 12), zone, monday, len(hours))

    assert [week[0][1] for week in weeks] == hours


@pytest.mark.parametrize(
    ("here", "there", "hours", "weeks_that_fit"),
    [
        ("America/New_York", "Europe/London", (12, 17), [1, 1, 0, 0, 1]),
        ("America/New_York", "Europe/Berlin", (12, 18), [1, 1, 0, 0, 1]),
        ("Europe/London", "Europe/Berlin", (12, 13), [1, 1, 1, 1, 1]),
        ("Europe/London", "Asia/Kolkata", (12, 17.5), [1, 1, 1, 1, 0]),
        ("Asia/Tokyo", "Asia/Kolkata", (12, 8.5), [1, 1, 1, 1, 1]),
    ],
)
def test_two_zones_in_the_weeks_of_march(here, there, hours, weeks_that_fit):
    monday, weeks = date(2027, 3, 1), len(weeks_that_fit)
    mine = utc_weeks(wall(TUE, hours[0]), here, monday, weeks)
    theirs = utc_weeks(wall(TUE, hours[1]), there, monday, weeks)

    minutes = 30 * shared_slots(mine, theirs).sum(axis=1)

    assert (minutes / 60).tolist() == weeks_that_fit
    fit = availability(
        a_goal(hours_known=True, weeks=mine), a_mentor(hours_known=True, weeks=theirs)
    )
    assert fit.tolist() == [[min(weeks_that_fit)]]


@pytest.mark.parametrize(
    ("zone", "sunday", "slots"),
    [
        ("Europe/London", date(2027, 3, 28), 46),
        ("Europe/London", date(2027, 10, 31), 50),
        ("America/New_York", date(2027, 3, 14), 46),
        ("America/New_York", date(2027, 11, 7), 50),
        ("Australia/Lord_Howe", date(2027, 4, 4), 49),
        ("Europe/London", date(2027, 6, 6), 48),
        ("UTC", date(2027, 3, 28), 48),
    ],
)
def test_a_day_on_which_clocks_change_has_more_or_fewer_half_hours(zone, sunday, slots):
    all_sunday = [0] * 6 + [2**48 - 1]
    before = sunday - timedelta(days=6)

    free = utc_weeks(all_sunday, zone, before - timedelta(days=7), 3)

    # The Sunday may reach into the next week of UTC, and the one before into this one.
    found = np.flatnonzero(shared_slots(free, free).ravel())
    middle = np.abs(found - (13 * 48 + 24)) < 60
    assert middle.sum() == slots


def test_all_of_a_week_is_all_of_a_week_wherever_somebody_lives():
    always = [2**48 - 1] * 7
    for zone in ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham"):
        free = utc_weeks(always, zone, date(2027, 3, 22), 2)

        assert shared_slots(free, free).all()


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"]),
    st.integers(0, 200),
    st.lists(st.integers(0, 335), unique=True, max_size=12),
)
def test_what_is_shown_on_the_wall_is_what_was_said(zone, week, said):
    """Away from changes of clocks, times come back as they were entered."""
    monday = date(2025, 1, 6) + timedelta(weeks=week)
    begins, _ = wall_slots(zone, monday, 1)
    changes = len(np.unique(begins[0])) < 336
    masks = [sum(1 << s % 48 for s in said if s // 48 == day) for day in range(7)]

    free = utc_weeks(masks, zone, monday, 1)
    shown = np.flatnonzero(on_the_wall(shared_slots(free, free)[0], zone, monday))

    if changes:
        assert set(shown) <= set(said)
    else:
        assert shown.tolist() == sorted(said)


@given(st.integers(0, 300))
def test_wall_slots_of_weeks_are_those_of_each_week(week):
    monday = date(2025, 1, 6) + timedelta(weeks=week)
    begins, ends = wall_slots("Europe/London", monday, 2)

    for number in (0, 1):
        one = wall_slots("Europe/London", monday + timedelta(weeks=number), 1)
        np.testing.assert_array_equal(begins[number], one[0][0])
        np.testing.assert_array_equal(ends[number], one[1][0])
