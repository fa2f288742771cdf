"""Read-only questions of a program admin: how a run goes, what it found, and for whom."""

from matching.reports.behind import Behind, behind
from matching.reports.figures import figures
from matching.reports.progress import (
    as_json,
    is_retrying,
    is_waiting,
    percent,
    stage_costs,
    stage_steps,
)
from matching.reports.tables import Row, Table, headline, tables

__all__ = [
    "Behind",
    "Row",
    "Table",
    "as_json",
    "behind",
    "figures",
    "headline",
    "is_retrying",
    "is_waiting",
    "percent",
    "stage_costs",
    "stage_steps",
    "tables",
]
