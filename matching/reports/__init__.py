"""Read-only questions of a program admin: how a run goes, what it found, and for whom."""

from matching.reports.behind import Behind, behind
from matching.reports.figures import figures
from matching.reports.findings import Finding
from matching.reports.progress import (
    as_json,
    is_retrying,
    is_waiting,
    percent,
    stage_costs,
    stage_steps,
)
from matching.reports.proposed import (
    AimRow,
    DraftRow,
    begun,
    compared,
    draft_counts,
    near,
)
from matching.reports.studied import finding, study_name
from matching.reports.tables import Row, Table, headline, tables

__all__ = [
    "AimRow",
    "Behind",
    "DraftRow",
    "Finding",
    "Row",
    "Table",
    "as_json",
    "begun",
    "behind",
    "compared",
    "draft_counts",
    "figures",
    "finding",
    "headline",
    "is_retrying",
    "is_waiting",
    "near",
    "percent",
    "stage_costs",
    "stage_steps",
    "study_name",
    "tables",
]
