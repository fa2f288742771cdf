"""How a mentor got where the mentee wants to go: the way they imagine, or another one.

Said, and never scored: there is more than one way to most places.
"""

import re

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from matching.loading.people import neutral

LIKE = 80
"""From this likeness of words on (of 100) two stations are called the same."""
SHOWN = 3

_PARTS = re.compile(r"[,;.\n→>]+|\bthen\b|\band then\b", re.IGNORECASE)
_LEAST_SIGNS = 4


def way_there(envisioned: str, name: str, path: list[str]) -> str:
    """One sentence about a mentor's stations, newest first; empty if the mentee said
    nothing of the way they imagine."""
    wanted = [part.strip() for part in _PARTS.split(envisioned)]
    wanted = [part for part in wanted if len(part) >= _LEAST_SIGNS]
    if not wanted:
        return ""
    if not path:
        return _("How %(name)s got there is not known yet.") % {"name": name}
    same = [station for station in path if any(_alike(one, station) for one in wanted)]
    told = {"name": name, "way": ", ".join((same or path)[:SHOWN])}
    if same:
        return _("%(name)s went a way like the one you imagine: %(way)s.") % told
    return _("%(name)s got there another way: %(way)s.") % told


def _alike(wanted: str, station: str) -> bool:
    return fuzz.token_set_ratio(neutral(wanted), neutral(station)) >= LIKE
