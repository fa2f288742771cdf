"""Row 15: the page of suggestions does not grow slower with what others are suggested."""

from benchmarks import children
from mentorship.embedded.services import Services

ASKED = {"few": 1_000, "many": 100_000, "tries": 40}


def page(long: bool) -> dict[str, float]:
    """Server time with many stored suggestions, of that with few; milliseconds of both."""
    with Services.for_a_moment() as services:
        found, _ = children.ours("page", ASKED, **services.environment)
    few, many = found["few"], found["many"]
    return {"ratio": many / few, "few": 1000 * few, "many": 1000 * many}
