"""Time zones have one name each, the one of today."""

from zoneinfo import available_timezones

import pytest

from accounts.zones import canonical, choices, inhabited


@pytest.mark.parametrize(
    ("name", "today"),
    [
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Lisbon", "Europe/Lisbon"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Mars/Olympus", "Mars/Olympus"),
        ("", ""),
    ],
)
def test_an_older_name_becomes_the_one_of_today(name, today):
    assert canonical(name) == today


def test_every_zone_offered_is_one_that_this_machine_knows():
    offered = {name for _, zones in choices() for name, _ in zones}

    assert offered == set(inhabited())
    assert offered <= available_timezones()


def test_a_zone_that_somebody_holds_already_stays_on_offer():
    offered = {name for _, zones in choices(also="Etc/GMT+3") for name, _ in zones}

    assert "Etc/GMT+3" in offered
