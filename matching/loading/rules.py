"""A run's snapshot of the program's rules, as the engine takes them."""

from typing import Any

from matching.engine.combine import DEFAULT_WEIGHTS, weight_table
from matching.engine.filters import Rules
from matching.engine.tables import Float64s


def weights(rules: dict[str, Any]) -> Float64s:
    """The program's weights; what it does not set is as the engine has it."""
    own = rules.get("weights", {})
    return weight_table(
        {
            purpose: {**shares, **own.get(purpose, {})}
            for purpose, shares in DEFAULT_WEIGHTS.items()
        }
    )


def hard_rules(rules: dict[str, Any]) -> Rules:
    return Rules(
        reporting_line=rules.get("keep_reporting_lines_apart", True),
        least_relevance=rules.get("least_relevance", 0.0),
    )
