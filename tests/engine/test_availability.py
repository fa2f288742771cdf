from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.factors import availability as factor
from matching.engine.factors.availability import availability, utc_weeks
from tests.engine import reference
from tests.engine.worlds import a_goal, a_mentor, free, random_world, worlds

MARCH = date(2027, 3, 8)  # New York changes its clocks on the 14th, London on the 28th
NEW_YORK, LONDON = "America/New_York", "Europe/London"
MONDAY, TUESDAY, WEDNESDAY = range(3)

zones = st.sampled_from(
    [NEW_YORK, LONDON, "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
)
weeks_of_wall_time = st.lists(st.integers(0, 2**48 - 1), min_size=7, max_size=7)


def wall(*times):
    """Masks of a week from (weekday, hour) pairs, each a free hour."""
    masks = [0] * 7
    for weekday, hour in times:
        masks[weekday] |= 0b11 << (2 * hour)
    return masks


def pair(mine, theirs, **columns):
    goal = a_goal(hours_known=True, weeks=mine, **columns)
    return availability(goal, a_mentor(hours_known=True, weeks=theirs)).tolist()


def test_half_of_the_time_that_is_needed_is_a_half():
    assert pair(free(10, 11, 12), free(12, 13), minutes_needed=60) == [[0.5]]


def test_more_time_than_is_needed_is_no_better():
    assert pair(free(10, 11, 12), free(10, 11, 12), minutes_needed=60) == [[1]]


def test_people_who_never_meet_have_none():
    assert pair(free(10), free(11)) == [[0]]


def test_the_same_hours_are_worth_less_for_a_longer_meeting():
    hours = free(10, 11)

    assert pair(hours, hours, minutes_needed=60) == [[1]]
    assert pair(hours, hours, minutes_needed=120) == [[0.5]]


def test_the_worst_of_the_coming_weeks_counts():
    always, once = free(10, 11, weeks=3), free(10, 11, weeks=3)
    once[1] = 0

    assert pair(always, once) == [[0]]


@pytest.mark.parametrize("mine", [True, False])
def test_hours_that_somebody_has_not_told_are_unknown_and_not_none(mine):
    goal = a_goal(hours_known=mine, weeks=free(10))
    mentor = a_mentor(hours_known=not mine, weeks=free(10))

    assert np.isnan(availability(goal, mentor)).tolist() == [[True]]


def test_somebody_who_is_never_free_has_told_so():
    assert pair(free(), free(10)) == [[0]]


@given(worlds())
def test_agrees_with_counting_slots_one_by_one(world):
    goals, mentors = world.snapshot.goals, world.snapshot.mentors

    expected = [
        [
            reference.availability(reference.row(goals, g), reference.row(mentors, m))
            for m in range(len(mentors))
        ]
        for g in range(len(goals))
    ]

    np.testing.assert_array_equal(
        availability(goals, mentors),
        np.array(expected, np.float32).reshape(len(goals), len(mentors)),
    )


@given(st.integers(0, 2**32), st.integers(0, 1), st.integers(0, 335))
def test_more_free_time_never_lowers_availability(seed, week, slot):
    world = random_world(3, 4, seed)
    goals, mentors = world.snapshot.goals, world.snapshot.mentors
    before = availability(goals, mentors)

    mentors.weeks[:, week, slot // 64] |= np.uint64(1 << slot % 64)

    after = availability(goals, mentors)
    assert ((after >= before) | np.isnan(before)).all()


def test_weeks_are_counted_over_all_336_slots():
    every = free(*range(336))

    shared = factor.shared_slots(every, every)

    assert shared.sum() == 336
    assert pair(every, every, minutes_needed=336 * 30) == [[1]]
    assert pair(every, every, minutes_needed=336 * 60) == [[0.5]]


def test_noon_in_new_york_is_not_always_five_in_london():
    noon = utc_weeks(wall((TUESDAY, 12)), NEW_YORK, MARCH, 4)
    five = utc_weeks(wall((TUESDAY, 17)), LONDON, MARCH, 4)
    four = utc_weeks(wall((TUESDAY, 16)), LONDON, MARCH, 4)

    # Tuesdays 9, 16, 23 and 30 March 2027.
    assert factor.shared_slots(noon, five).sum(axis=1).tolist() == [2, 0, 0, 2]
    assert factor.shared_slots(noon, four).sum(axis=1).tolist() == [0, 2, 2, 0]


def test_a_pair_that_meets_most_weeks_has_no_time_in_the_worst_one():
    noon = utc_weeks(wall((TUESDAY, 12)), NEW_YORK, MARCH, 4)
    five = utc_weeks(wall((TUESDAY, 17)), LONDON, MARCH, 4)
    both = utc_weeks(wall((TUESDAY, 16), (TUESDAY, 17)), LONDON, MARCH, 4)

    assert pair(noon, five) == [[0]]
    assert pair(noon, both) == [[1]]


def test_a_wall_time_that_the_clock_skips_is_no_time():
    # London goes from 01:00 to 02:00 on Sunday 28 March 2027.
    night = utc_weeks(wall((6, 1)), LONDON, date(2027, 3, 22), 1)

    assert not factor.shared_slots(night, night).any()


def test_a_wall_time_that_the_clock_repeats_counts_twice():
    # New York repeats 01:00 to 02:00 on Sunday 7 November 2027: 05:00 and 06:00 UTC.
    night = utc_weeks(wall((6, 1)), NEW_YORK, date(2027, 11, 1), 1)

    slots = np.flatnonzero(factor.shared_slots(night, night)[0])

    assert (slots - 6 * 48).tolist() == [10, 11, 12, 13]


def test_wall_time_may_fall_into_the_next_or_last_week_of_utc():
    late = utc_weeks(wall((6, 23)), NEW_YORK, date(2027, 6, 7), 2)

    slots = np.flatnonzero(factor.shared_slots(late, late)[1])

    assert slots.tolist() == [6, 7]  # Sunday 23:00 in New York is Monday 03:00 UTC


def test_in_kathmandu_half_hours_of_utc_need_both_half_hours_of_the_wall():
    # Kathmandu is 5 h 45 min ahead: 06:30 UTC is 12:15 on the wall.
    noon = utc_weeks(wall((MONDAY, 12)), "Asia/Kathmandu", date(2027, 6, 7), 1)

    assert np.flatnonzero(factor.shared_slots(noon, noon)[0]).tolist() == [13]


@given(weeks_of_wall_time, zones, st.integers(0, 120))
def test_a_slot_is_free_exactly_if_all_its_minutes_are_free_on_the_wall(
    masks, zone, week
):
    monday = MARCH + timedelta(weeks=week)
    packed = utc_weeks(masks, zone, monday, 1)
    got = factor.shared_slots(packed, packed)[0]
    start = datetime(monday.year, monday.month, monday.day, tzinfo=ZoneInfo("UTC"))

    for slot in range(0, 336, 5):
        minutes = [
            (start + timedelta(minutes=30 * slot + minute)).astimezone(ZoneInfo(zone))
            for minute in (0, 14, 15, 29)
        ]
        free_then = [
            masks[at.weekday()] >> (at.hour * 2 + at.minute // 30) & 1 for at in minutes
        ]
        assert got[slot] == all(free_then)


@given(st.lists(weeks_of_wall_time, max_size=3), zones)
def test_many_people_of_one_zone_are_turned_at_once(people, zone):
    masks = np.array(people, np.uint64).reshape(-1, 7)

    together = utc_weeks(masks, zone, MARCH, 2)

    assert together.shape == (len(people), 2, 6)
    for mask, packed in zip(masks, together, strict=True):
        np.testing.assert_array_equal(utc_weeks(mask, zone, MARCH, 2), packed)


@pytest.mark.parametrize("zone", ["", "..", "Mars/Olympus", "/etc/passwd"])
def test_an_unknown_zone_is_refused_in_a_sentence(zone):
    with pytest.raises(ValueError, match="^There is no time zone called"):
        utc_weeks(wall(), zone, MARCH, 1)


def test_weeks_start_on_a_monday():
    with pytest.raises(ValueError, match="^Weeks start on a Monday"):
        utc_weeks(wall(), LONDON, date(2027, 3, 9), 1)


def test_a_week_has_seven_masks():
    with pytest.raises(ValueError, match=r"^A week has seven masks, got shape \(5,\)"):
        utc_weeks([0] * 5, LONDON, MARCH, 1)


def test_the_worst_week_is_the_first_with_least_shared_time():
    shared = np.zeros((3, 336), bool)
    shared[0, :2] = True

    assert factor.worst_week(shared) == 1


def test_shared_hours_are_shown_as_wall_time_of_whoever_looks():
    noon = utc_weeks(wall((WEDNESDAY, 12)), NEW_YORK, MARCH, 1)
    shared = factor.shared_slots(noon, noon)[0]

    in_london = factor.on_the_wall(shared, LONDON, MARCH)

    assert np.argwhere(in_london).tolist() == [[WEDNESDAY, 34], [WEDNESDAY, 35]]
