"""Row 9: what one change costs until the rows it touches are right again."""

from benchmarks.table import NotMeasured


def fresh(long: bool) -> dict[str, float]:
    """One goal at 20,000 mentors; one mentor against 100,000 goals."""
    raise NotMeasured("not measured: the engine cannot refresh one mentor yet")
