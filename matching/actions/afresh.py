"""A program as it stands now, read and scored outside of a run."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings

from matching import encoders, loading, publishing
from matching.actions.stages import score_slice
from matching.encoders import encode_missing
from matching.engine.factors.two_looks import Offered, TwoLooks
from matching.engine.filters import Rules
from matching.engine.scored import Scored
from matching.engine.snapshot import Snapshot
from matching.engine.tables import Float64s
from matching.engine.text.arrays import Background, stack_goals
from matching.engine.text.passages import Reading
from matching.models import LiveRun
from mentorship.goals.models import GoalQuerySet
from mentorship.programs.models import EnrolmentQuerySet, Program, rules_snapshot

GOALS_AT_ONCE = 256
"""Goals that are scored between two words about how far the work is."""


@dataclass(frozen=True)
class Standing:
    """Everything about a program that the engine asks for, as it is now."""

    snapshot: Snapshot
    goals: list[Reading]
    offered: Offered
    background: Background
    rules: dict[str, Any]

    @property
    def hard_rules(self) -> Rules:
        return loading.hard_rules(self.rules)

    @property
    def weights(self) -> Float64s:
        return loading.weights(self.rules)

    @cached_property
    def relevance(self) -> TwoLooks:
        vectors = loading.vectors_of(self.goals, self.background.encoder)
        return TwoLooks(stack_goals(self.goals, vectors, self.background), self.offered)

    def scored(self, told: Callable[[float], None] = lambda _share: None) -> Scored:
        """Every goal with every mentor; ``told`` hears what share of goals is done."""
        count, parts = len(self.goals), []
        for first in range(0, max(1, count), GOALS_AT_ONCE):
            after = min(first + GOALS_AT_ONCE, count)
            parts.append(self._slice(first, after))
            told(after / max(1, count))
        return Scored.concatenate(parts)

    def _slice(self, first: int, after: int) -> Scored:
        return score_slice(
            self.snapshot.take(first, after),
            self.goals[first:after],
            self.offered,
            self.background,
            self.rules,
        )


def rules_shown(program: Program) -> dict[str, Any]:
    """The rules of the run that the program shows; before there is one, the newest."""
    live = LiveRun.objects.filter(program=program).select_related("run").first()
    return live.run.rules if live else rules_snapshot(program)


def read_now(
    program: Program,
    only: GoalQuerySet | None = None,
    only_mentors: EnrolmentQuerySet | None = None,
) -> Standing:
    """Read a program, or some of its goals and mentors, with vectors for all texts."""
    rules = rules_shown(program)
    inputs = loading.read(program, rules, only, only_mentors)
    encoder = encoders.get(settings.BELAY_ENCODER)
    missing = loading.without_vector(inputs, encoder)
    if missing:  # a page that only looks finds them, unless a worker is behind
        publishing.write_vectors(encode_missing(encoder, missing))
    against = loading.background(settings.BELAY_ENCODER)
    return Standing(
        snapshot=loading.with_meaning(inputs.snapshot, inputs.hopes, against),
        goals=inputs.goals,
        offered=loading.offered(inputs.mentors, against),
        background=against,
        rules=rules,
    )
