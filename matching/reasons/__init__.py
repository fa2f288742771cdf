"""Why somebody is suggested, in facts that a page can say: read, never scored again."""

from matching.reasons.cards import Card, cards
from matching.reasons.factors import Factor, factors_of
from matching.reasons.hours import SharedHours
from matching.reasons.left_out import LeftOut, left_out
from matching.reasons.proposed import (
    as_suggestion,
    cost_in_words,
    costs,
    reasons_in_words,
)

__all__ = [
    "Card",
    "Factor",
    "LeftOut",
    "SharedHours",
    "as_suggestion",
    "cards",
    "cost_in_words",
    "costs",
    "factors_of",
    "left_out",
    "reasons_in_words",
]
