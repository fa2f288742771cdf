"""Why a pair is proposed, and what it costs, in words: never a number, never a quote."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.engine.combine import UNITS
from matching.engine.snapshot import FACTORS
from matching.models import Proposal, Suggestion

_FOR_IT = {
    "relevance": gettext_lazy("what is wanted and what is offered lie close together"),
    "availability": gettext_lazy("free hours that both have"),
    "communication": gettext_lazy("a way of talking that suits both"),
    "level": gettext_lazy("a distance in level that suits the goal"),
    "reciprocity": gettext_lazy("something to give in both directions"),
    "context": gettext_lazy("things that both know"),
    "commitment": gettext_lazy("enough time offered"),
    "inspiration": gettext_lazy("people leave talks with the mentor inspired"),
    "connection": gettext_lazy("people find the mentor easy to be open with"),
    "listening": gettext_lazy("people feel listened to by the mentor"),
}
GOOD = 0.5
MOST_REASONS = 3
COSTS = [
    (0, gettext_lazy("the best there is for this goal")),
    (300, gettext_lazy("nearly as good as the best for this goal")),
    (1000, gettext_lazy("a little less than the best for this goal")),
    (2000, gettext_lazy("clearly less than the best for this goal")),
    (UNITS, gettext_lazy("much less than the best for this goal")),
]
"""Up to how much of the score is given up, and how a page says that."""


def for_it(factors: Sequence[float | None], weights: Sequence[int]) -> list[str]:
    """What speaks most for a pair, the weightiest first; at most three."""
    known = [
        (value * weight, name)
        for name, value, weight in zip(FACTORS, factors, weights, strict=True)
        if value is not None and value >= GOOD and weight
    ]
    best = sorted(known, key=lambda row: -row[0])[:MOST_REASONS]
    return [str(_FOR_IT[name]) for _added, name in best]


def reasons_in_words(proposal: Proposal) -> str:
    """The reasons as one line; a sentence if nothing stands out."""
    found = for_it(proposal.factors, proposal.weights)
    return "; ".join(found) or _("nothing stands out, and nothing speaks against it")


def cost_in_words(given_up: int) -> str:
    """How much less than its own best a goal gets."""
    return str(next(word for most, word in COSTS if given_up <= most))


def costs(all_given_up: Iterable[int]) -> list[tuple[str, int]]:
    """How many goals give up how much, in the order of ``COSTS``."""
    words = [cost_in_words(given_up) for given_up in all_given_up]
    return [(str(word), words.count(str(word))) for _most, word in COSTS]


def as_suggestion(proposal: Proposal) -> Suggestion:
    """A proposal as the cards read suggestions; not a row."""
    factors = dict(zip(FACTORS, proposal.factors, strict=True))
    return Suggestion(
        goal_id=proposal.goal_id,
        mentor_id=proposal.mentor_id,
        position=0,
        score=proposal.score,
        noted=proposal.noted,
        **factors,
    )
