"""How long mentors usually take to answer, where there is enough to say so."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from statistics import median

from django.utils import timezone
from django.utils.translation import ngettext

from mentorship.pitches.models import Pitch

LEAST_ANSWERS = 5
"""Fewer answers than this say nothing usual, and could be traced to single people."""
_SINCE = timedelta(days=365)
_DAY = timedelta(days=1)


def usual_days(mentors: Iterable[int]) -> dict[int, int]:
    """The median of whole days from sending to answering, at least one, by enrolment.

    A mentor with fewer than ``LEAST_ANSWERS`` answers within a year is not in it. One
    query, however many mentors.
    """
    answered = Pitch.objects.filter(
        mentor__in=set(mentors), answered_at__gt=timezone.now() - _SINCE
    )
    taken: dict[int, list[float]] = defaultdict(list)
    for mentor, sent, answer in answered.values_list(
        "mentor", "sent_at", "answered_at"
    ):
        if sent and answer:
            taken[mentor].append((answer - sent) / _DAY)
    return {
        mentor: max(1, round(median(times)))
        for mentor, times in taken.items()
        if len(times) >= LEAST_ANSWERS
    }


def in_words(name: str, days: int | None) -> str:
    """The same as a sentence; empty where it is not known."""
    if days is None:
        return ""
    return ngettext(
        "%(name)s usually answers within a day.",
        "%(name)s usually answers within %(days)d days.",
        days,
    ) % {"name": name, "days": days}
