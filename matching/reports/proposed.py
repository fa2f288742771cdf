"""Proposals as their admin reads them: drafts, what aims cost, what came of it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from matching.engine.combine import UNITS
from matching.models import Proposal, ProposalSet
from matching.reasons.factors import band
from matching.reasons.proposed import cost_in_words, reasons_in_words
from matching.reports.tables import percent


def near(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """With everything a page says of them, in a lasting order."""
    return proposals.select_related(
        "goal__mentee__person__profile",
        "mentor__person__profile",
        "best__person__profile",
    ).order_by("goal__mentee__person__profile__name", "pk")


@dataclass(frozen=True)
class DraftRow:
    """One proposed pair: why, and what it costs the mentee."""

    proposal: Proposal
    why: str
    cost: str
    #: Who would be best for the goal; "" if it is the proposed one.
    best: str

    @classmethod
    def of(cls, proposal: Proposal) -> "DraftRow":
        best = proposal.best.person.name if proposal.best else ""
        return cls(
            proposal,
            reasons_in_words(proposal),
            cost_in_words(proposal.given_up),
            best,
        )


@dataclass(frozen=True)
class AimRow:
    """What one aim would do, beside the others."""

    aim: str
    label: str
    is_this: bool
    proposed: int
    nobody: int
    mentors: int
    most: int
    fit: str
    weakest: str
    got_their_best: str
    most_given_up: str
    rather: int


def compared(made: ProposalSet) -> list[AimRow]:
    """Every aim's figures, in the order in which they are chosen from."""
    labels = dict(ProposalSet.Aim.choices)
    return [
        _aim_row(aim, str(labels[aim]), made.aim == aim, made.figures[aim])
        for aim in ProposalSet.Aim.values
        if aim in made.figures
    ]


def _aim_row(aim: str, label: str, is_this: bool, found: dict[str, Any]) -> AimRow:
    lost = found["regret"]["worst"]
    return AimRow(
        aim=aim,
        label=label,
        is_this=is_this,
        proposed=found["proposed"],
        nobody=found["goals"] - found["proposed"],
        mentors=found["mentors"],
        most=found["most"],
        fit=f"{found['total']:.1f}",
        weakest=_("nobody") if found["weakest"] is None else band(found["weakest"]),
        got_their_best=percent(found["regret"]["got_their_best"]),
        most_given_up="–" if lost is None else cost_in_words(round(lost * UNITS)),
        rather=found["blocking"],
    )


def draft_counts(made: ProposalSet) -> dict[str, int]:
    """Of a draft: pairs in it, kept and left out, and goals for whom nobody is in it."""
    counts = made.proposals.aggregate(
        pairs=Count("pk", filter=Q(state=Proposal.State.DRAFT)),
        pinned=Count("pk", filter=Q(state=Proposal.State.DRAFT, pinned=True)),
        dropped=Count("pk", filter=Q(state=Proposal.State.DROPPED)),
    )
    return counts | {"nobody": made.goals - counts["pairs"]}


def begun(made: ProposalSet) -> str:
    """How many pairs began, unless so few that it would tell who did."""
    count = made.proposals.filter(state=Proposal.State.BEGUN).count()
    return at_least(count, made.program.smallest_cell)


def at_least(count: int, smallest: int) -> str:
    """A count of people, or only that it is below the smallest group shown."""
    if count < smallest:
        return _("fewer than %(n)d") % {"n": smallest}
    return str(count)
