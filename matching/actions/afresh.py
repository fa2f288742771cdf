"""A program as it stands now, scored outside of a run: from what is held, and where
nothing is, from rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from matching import loading
from matching.actions.ready import mentors_of_lists, read_mentors
from matching.actions.ready_goals import goals_now, read_goals
from matching.actions.stages import in_its_program
from matching.engine.both_sides import score_whole
from matching.engine.factors.patched import Patched, PatchedLooks
from matching.engine.factors.two_looks import Offered, TwoLooks
from matching.engine.filters import Rules
from matching.engine.score import score_goals
from matching.engine.scored import Scored
from matching.engine.snapshot import Snapshot
from matching.engine.tables import Float64s
from matching.engine.text.arrays import GoalTexts
from matching.loading.meaning import concepts
from matching.loading.sides import Asking, Helping, meeting
from matching.models import LiveRun
from mentorship.goals.models import Goal, GoalQuerySet
from mentorship.programs.models import EnrolmentQuerySet, Program, rules_snapshot


@dataclass(frozen=True)
class Standing:
    """Everything about goals and mentors that the engine asks for, as it is now, by the
    rules of a run: with what answers usually are in it."""

    snapshot: Snapshot
    relevance: TwoLooks | PatchedLooks
    rules: dict[str, Any]

    @property
    def hard_rules(self) -> Rules:
        return loading.hard_rules(self.rules)

    @property
    def weights(self) -> Float64s:
        return loading.weights(self.rules)

    def scored(self) -> Scored:
        """Every goal with every mentor, for the goals' sake: as a single list is made."""
        return score_goals(self.snapshot, self.relevance, *self._how)

    def scored_whole(self, told: Callable[[float], None]) -> Scored:
        """As a run finds it, for the mentors' sake, too; ``told`` hears what share of
        the goals is done."""
        return score_whole(self.snapshot, self.relevance, *self._how, told=told)

    @property
    def _how(self) -> tuple[Rules, Float64s]:
        return self.hard_rules, self.weights


def read_now(program: Program, only: GoalQuerySet | None = None) -> Standing:
    """A program, or some of its goals, with everything that was changed before."""
    encoder = settings.BELAY_ENCODER
    live = LiveRun.objects.filter(program=program).select_related("run").first()
    rules = _rules(program, live)
    helping = mentors_of_lists(program, encoder)
    asking = goals_now(live.run, only) if live and live.run.encoder == encoder else None
    if asking is None:
        among = Goal.objects.all() if only is None else only
        asking = read_goals(program, among, encoder, rules)
    return stand(program, asking, helping, rules, encoder)


def read_few(
    program: Program, goals: GoalQuerySet, mentors: EnrolmentQuerySet
) -> Standing:
    """A few goals and mentors from rows, which takes no time, and less memory than
    holding everybody."""
    encoder = settings.BELAY_ENCODER
    live = LiveRun.objects.filter(program=program).select_related("run").first()
    rules = _rules(program, live)
    helping, offered, _name = read_mentors(program, mentors, encoder)
    asking = read_goals(program, goals, encoder, rules)
    return stand(program, asking, (helping, offered), rules, encoder)


def _rules(program: Program, live: LiveRun | None) -> dict[str, Any]:
    """Those of the run that the program shows; before there is one, the newest."""
    return live.run.rules if live else rules_snapshot(program)


def stand(
    program: Program,
    asking: tuple[Asking, GoalTexts],
    helping: tuple[Helping, Offered | Patched],
    rules: dict[str, Any],
    encoder_name: str,
) -> Standing:
    """Two sides that meet."""
    (goals, wanted), (mentors, offered) = asking, helping
    met = meeting(program, goals, mentors, concepts(encoder_name))
    return Standing(in_its_program(met, rules), offered.facing(wanted), rules)
