"""Whom the rules left out of a goal's list: counts and reasons, never names."""

from dataclasses import dataclass

from matching.engine.filters import RULES
from matching.models import Outcome


@dataclass(frozen=True)
class LeftOut:
    """One rule and how many people it removed for a goal."""

    rule: str
    sentence: str
    together: int
    alone: int


def left_out(outcome: Outcome) -> list[LeftOut]:
    """The rules that removed somebody, most first. Private ones keep silent: they would
    tell the mentee what somebody else did."""
    rows = [
        LeftOut(rule.name, rule.sentence, together, alone)
        for rule, together, alone in zip(
            RULES, outcome.removed, outcome.removed_alone, strict=True
        )
        if together and not rule.private and rule.name != "self"
    ]
    return sorted(rows, key=lambda row: -row.together)
