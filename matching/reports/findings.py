"""The shape of what a study found: a heading that says it, and the numbers after it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Part:
    """One finding: a heading, a table, and for a chart two values a row."""

    key: str
    heading: str
    columns: list[str]
    rows: list[list[Any]]
    text: str = ""
    text_columns: int = 1
    #: (label, first value, second value) of each row, and what the two are.
    chart: list[tuple[str, float, float]] = field(default_factory=list)
    legend: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Finding:
    """A study's page: the finding as its heading, then what stands behind it."""

    heading: str
    parts: list[Part]
