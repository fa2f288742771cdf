"""Row 8: from arrays to rows that pages read, beside Django's ``bulk_create``."""

from functools import cache
from typing import Any

from benchmarks import children
from mentorship.embedded.services import Services

ROWS_PER_GOAL = 20
SHORT = {"goals": 10_000, "mentors": 400, "rounds": 2}
LONG = {"goals": 100_000, "mentors": 400, "rounds": 2}


def publishing(long: bool) -> dict[str, float]:
    """How many times faster the whole protocol is; what readers met meanwhile."""
    found = compared(long)
    return {
        "times": min(found["theirs"]) / min(found["ours"]),
        "mixed": sum(reads["mixed"] for reads in found["reads"]),
        "longest": 1000 * min(reads["longest"] for reads in found["reads"]),
        "rows": found["rows"] / min(found["ours"]),
        "reads": sum(reads["reads"] for reads in found["reads"]),
    }


@cache
def compared(long: bool) -> dict[str, Any]:
    """Both ways on a Postgres of their own: seconds, rows and what readers saw."""
    with Services.for_a_moment() as services:
        found, _ = children.ours(
            "publishing", LONG if long else SHORT, **services.environment
        )
    return dict(found)
