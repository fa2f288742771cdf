"""Free hours of one day: as a mask of 48 half hours, and as times from and to."""

from collections.abc import Iterable
from datetime import time

SLOTS = 48
MINUTES = 30
Range = tuple[int, int]
"""From and to, in half hours after midnight: (34, 40) is 17:00 to 20:00."""


def to_mask(ranges: Iterable[Range]) -> int:
    """One bit for each free half hour; bit 0 is 00:00–00:30."""
    mask = 0
    for start, end in ranges:
        mask |= (1 << end) - (1 << start)
    return mask


def to_ranges(mask: int) -> list[Range]:
    """The free times of a day, earliest first, none touching another."""
    ranges: list[Range] = []
    for slot in range(SLOTS):
        if not mask >> slot & 1:
            continue
        if ranges and ranges[-1][1] == slot:
            ranges[-1] = (ranges[-1][0], slot + 1)
        else:
            ranges.append((slot, slot + 1))
    return ranges


def as_time(slot: int) -> time:
    """A half hour after midnight as a time of day; the end of the day is 00:00."""
    return time(slot % SLOTS // 2, slot % 2 * MINUTES)


def as_slot(at: time) -> int:
    return at.hour * 2 + at.minute // MINUTES


def in_words(mask: int) -> str:
    """Such as "17:00–20:00"; empty when nothing is free."""
    return ", ".join(
        f"{as_time(start):%H:%M}–{as_time(end):%H:%M}" for start, end in to_ranges(mask)
    )
