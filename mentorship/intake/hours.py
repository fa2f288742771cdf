"""Free hours as people write them, such as "Mon 17:00-19:00, Wed 12:00-13:00"."""

import re

from django.utils.translation import gettext as _

from mentorship.intake.wrong import Wrong

_PART = re.compile(
    r"(?:(?P<first>[a-z]{3,9})\.?(?:\s*-\s*(?P<last>[a-z]{3,9})\.?)?\s+)?"
    r"(?P<begin>\d{1,2}(?:[:.]\d\d)?)\s*-\s*(?P<end>\d{1,2}(?:[:.]\d\d)?)"
)
_NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def free_hours(written: str) -> dict[int, int]:
    """The half hours of each weekday, as FreeHours keeps them.

    Parts stand between commas or semicolons. "Mon-Thu" names several days, and a part
    without a day belongs to the days named before it.
    """
    found: dict[int, int] = {}
    days: list[int] = []
    plain = re.sub("[‐-―]", "-", written.casefold())
    for part in filter(None, (part.strip() for part in re.split("[,;\n]", plain))):
        read = _PART.fullmatch(part)
        if read is None:
            raise _unclear(part)
        if read["first"]:
            days = _days(read["first"], read["last"] or read["first"], part)
        if not days:
            raise _unclear(part)
        span = _mask(read["begin"], read["end"], part)
        for day in days:
            found[day] = found.get(day, 0) | span
    return found


def _days(first: str, last: str, part: str) -> list[int]:
    both = []
    for word in (first, last):
        fits = [i for i, name in enumerate(_NAMES) if name.startswith(word)]
        if not fits:
            raise _unclear(part)
        both.append(fits[0])
    if both[1] < both[0]:
        raise _unclear(part)
    return list(range(both[0], both[1] + 1))


def _mask(begin: str, end: str, part: str) -> int:
    first, after = _slot(begin, part), _slot(end, part)
    if after <= first:
        raise Wrong(
            _("“%(part)s” ends before it begins. Write for example Mon 17:00-19:00.")
            % {"part": part[:40]}
        )
    return (1 << after) - (1 << first)


def _slot(time: str, part: str) -> int:
    hour, _sign, minute = time.replace(".", ":").partition(":")
    slot = 2 * int(hour) + int(minute or 0) // 30
    if minute not in ("", "00", "30") or slot > 48:
        raise Wrong(
            _("“%(part)s” is not in half hours of one day, such as Mon 17:00-18:30.")
            % {"part": part[:40]}
        )
    return slot


def _unclear(part: str) -> Wrong:
    return Wrong(
        _("“%(part)s” is not a day and hours. Write for example Mon 17:00-19:00.")
        % {"part": part[:40]}
    )
