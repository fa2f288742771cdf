"""Free hours as people write them, such as "Mon-Thu 18-21:30; Sat 9-12"."""

DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def masks(written: str) -> dict[int, int]:
    """The half hours of each weekday named in ``written``, as FreeHours keeps them."""
    found: dict[int, int] = {}
    for part in filter(None, (part.strip() for part in written.split(";"))):
        days, _, times = part.partition(" ")
        for day in _days(days):
            for span in times.split(","):
                found[day] = found.get(day, 0) | _mask(span)
    return found


def _days(written: str) -> list[int]:
    first, _, last = written.partition("-")
    if last:
        return list(range(DAYS.index(first), DAYS.index(last) + 1))
    return [DAYS.index(day) for day in written.split("+")]


def _mask(span: str) -> int:
    first, _, after = span.partition("-")
    return (1 << _slot(after)) - (1 << _slot(first))


def _slot(time: str) -> int:
    hour, _, minute = time.strip().partition(":")
    return 2 * int(hour) + int(minute or 0) // 30
