"""Hours that two people share, in the reader's own zone and words."""

from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.engine.factors.availability import (
    on_the_wall,
    shared_slots,
    worst_week,
)
from matching.engine.tables import Bools
from matching.loading.people import People

DAYS = [
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
]
MOST_TIMES = 3


@dataclass(frozen=True)
class SharedHours:
    """A week of two people. ``known`` is false where either has not said theirs."""

    known: bool
    total: float = 0.0
    times: list[str] = field(default_factory=list)
    more_times: int = 0
    free: list[float] = field(default_factory=lambda: [0.0] * 7)
    both: list[float] = field(default_factory=lambda: [0.0] * 7)

    def in_words(self) -> str:
        """One line, such as: 3 hours shared: Tue 17:00 to 18:30, Thu 17:00 to 18:30."""
        if not self.known:
            return _("shared hours not known yet")
        if not self.total:
            return _("no shared hours in an ordinary week")
        amount = f"{self.total:.1f}".removesuffix(".0")
        times = ", ".join(self.times)
        if self.more_times:
            times += " " + _("and more")
        if self.total == 1:
            return _("1 hour shared: %(times)s") % {"times": times}
        return _("%(amount)s hours shared: %(times)s") % {
            "amount": amount,
            "times": times,
        }


def shared_hours(people: People, mine: int, theirs: int) -> SharedHours:
    """The week that counts, the one with the least shared time, in my zone."""
    me, they = people.row[mine], people.row[theirs]
    if not (people.hours_known[me] and people.hours_known[they]):
        return SharedHours(known=False)
    shared = shared_slots(people.weeks[me], people.weeks[they])
    their_free = shared_slots(people.weeks[they], people.weeks[they])
    week = worst_week(shared)
    monday = people.first_monday + timedelta(weeks=week)
    zone = people.zone(mine)
    both = on_the_wall(shared[week], zone, monday)
    free = on_the_wall(their_free[week], zone, monday)
    times = _times(both)
    return SharedHours(
        known=True,
        total=float(both.sum()) / 2,
        times=times[:MOST_TIMES],
        more_times=max(0, len(times) - MOST_TIMES),
        free=(free.sum(axis=1) / 2).tolist(),
        both=(both.sum(axis=1) / 2).tolist(),
    )


def _times(wall: Bools) -> list[str]:
    """Stretches of shared half hours: "Tue 17:00 to 18:30"."""
    found = []
    for day, slots in enumerate(wall):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], slots, [0]]).astype(int)))
        for begin, end in edges.reshape(-1, 2).tolist():
            found.append(
                _("%(day)s %(begin)s to %(end)s")
                % {"day": DAYS[day], "begin": _clock(begin), "end": _clock(end)}
            )
    return found


def _clock(slot: int) -> str:
    return f"{slot // 2:02d}:{slot % 2 * 30:02d}"
