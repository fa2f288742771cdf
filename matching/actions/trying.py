"""One goal and one mentor, tried out: their factors, and which rules part them."""

from dataclasses import dataclass

import numpy as np

from matching.actions.afresh import Standing, read_few
from matching.engine.filters import RULES, Rules
from matching.engine.score import score_goals
from matching.engine.scored import Scored
from matching.engine.snapshot import FACTORS
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, Program

BETWEEN_THE_TWO = frozenset({"block", "cool_off", "already", "not_for_me"})
"""Rules about what two people did; no admin is told of these, not even that there is
one."""
NO_RULE = Rules(reporting_line=False, relaxed=frozenset(rule.name for rule in RULES))


@dataclass(frozen=True)
class Tried:
    """What the engine says of one pair. ``factors`` are values in [0, 1] by name, None
    where they are not known; ``rules`` names those that part the two."""

    factors: dict[str, float | None]
    score: int
    rules: list[str]


def try_pair(program: Program, goal: Goal, mentor: Enrolment) -> Tried | None:
    """Compare a goal with a mentor as a run does; None if either takes no part now.

    The answer is the same whatever the two did to each other: it does not tell a block
    or a "not for me" from there being none.
    """
    goals, mentors = Goal.objects.filter(pk=goal.pk), Enrolment.objects.all()
    standing = read_few(program, goals, mentors.filter(pk=mentor.pk))
    if not len(standing.snapshot.goals) or not len(standing.snapshot.mentors):
        return None
    without = _score(standing, NO_RULE)
    with_rules = _score(standing, standing.hard_rules)
    removed = with_rules.outcomes.removed[0] > 0
    return Tried(
        factors={
            name: None if np.isnan(value) else float(value)
            for name, value in zip(FACTORS, without.pairs.factors[0], strict=True)
        },
        score=int(without.pairs.score[0]),
        rules=[
            rule.name
            for rule, is_one in zip(RULES, removed.tolist(), strict=True)
            if is_one and rule.name not in BETWEEN_THE_TWO
        ],
    )


def _score(standing: Standing, rules: Rules) -> Scored:
    return score_goals(standing.snapshot, standing.relevance, rules, standing.weights)
