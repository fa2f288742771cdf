"""Free hours said roughly: mornings, midday and evenings of a week."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts import hours
from accounts.models import FreeHours

PARTS = [
    ("morning", _("Mornings"), (16, 24)),
    ("midday", _("Midday"), (24, 28)),
    ("evening", _("Evenings"), (34, 42)),
]
"""Key, name, and from when until when, in half hours after midnight."""


def choices() -> list[tuple[str, str]]:
    """Each part of each weekday, such as ("0-morning", "Monday, mornings 08:00–12:00")."""
    return [
        (f"{day}-{key}", f"{name}, {part} {hours.in_words(hours.to_mask([times]))}")
        for day, name in FreeHours.WEEKDAYS
        for key, part, times in PARTS
    ]


def masks_of(free: Iterable[str]) -> dict[int, int]:
    """Masks of half hours by weekday for ticked parts; empty when none is ticked."""
    times = {key: hours.to_mask([range_]) for key, _name, range_ in PARTS}
    masks: dict[int, int] = {}
    for ticked in free:
        day, _dash, part = ticked.partition("-")
        masks[int(day)] = masks.get(int(day), 0) | times[part]
    return masks
