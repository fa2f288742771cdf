"""The sweep of long work that is one row: proposals being made, and studies."""

from matching.actions.leases import ring_due
from matching.models import ProposalSet, Study


def ring_due_work() -> None:
    """Ring again for what waits too long, or whose worker is gone."""
    ring_due(ProposalSet)
    ring_due(Study)
