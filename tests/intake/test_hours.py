"""Free hours as people write them."""

import pytest

from mentorship.intake.hours import free_hours
from mentorship.intake.wrong import Wrong


def half_hours(begin, end):
    return (1 << end) - (1 << begin)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("Mon 17:00-19:00", {0: half_hours(34, 38)}),
        ("Mon 17-18, Wed 12:30-13", {0: half_hours(34, 36), 2: half_hours(25, 26)}),
        ("mon 9-10, 14-15", {0: half_hours(18, 20) | half_hours(28, 30)}),
        ("Tue–Thu 8.00 - 9.30", dict.fromkeys([1, 2, 3], half_hours(16, 19))),
        ("Sunday 0:00-24:00", {6: half_hours(0, 48)}),
        ("Sat 9-10; Sat 9:30-11;", {5: half_hours(18, 22)}),
    ],
)
def test_hours_are_read(written, means):
    assert free_hours(written) == means


@pytest.mark.parametrize(
    "written",
    ["evenings", "17:00-19:00", "Mon 17:15-18", "Mon 19-17", "Mon 23-25", "Xyz 9-10"]
    + ["Fri-Mon 9-10", "Mon 9-10 Tue", "Mon 9:00-9:00"],
)
def test_what_is_unclear_is_said(written):
    with pytest.raises(Wrong, match=r"\.$"):
        free_hours(written)
