"""Who would remain if a mentee said this of what matters: tried for real, then undone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from matching.actions.ready import mentors_of_lists
from matching.actions.refresh import score_now
from matching.models import LiveRun, Outcome
from mentorship.goals import actions as goals
from mentorship.goals.conditions import Insisted
from mentorship.goals.models import Goal


@dataclass(frozen=True)
class Rehearsal:
    """How many mentors there are, how many would remain, and whom each rule removes."""

    compared: int
    remaining: int
    outcome: Outcome


def rehearse(
    goal: Goal,
    rows: Iterable[tuple[str, str, str]],
    conditions: Sequence[Insisted] = (),
    networks_count: bool = False,
) -> Rehearsal | None:
    """What a run would find for one goal with these criteria; None where the program
    had no run yet, or a run would not look at the goal.

    The criteria are written, the goal is scored by the code that runs use, and all of
    it is rolled back: so the numbers are those of the list, and nothing is kept.
    """
    live = LiveRun.objects.filter(program=goal.mentee.program_id)
    shown = live.select_related("run").first()
    if shown is None:
        return None
    program, run = goal.mentee.program, shown.run
    helping = mentors_of_lists(program, run.encoder)  # held by who has written nothing
    with transaction.atomic():
        goals.set_criteria(goal, rows, conditions, networks_count)
        scored, _snapshot = score_now([goal.pk], program, run, helping)
        transaction.set_rollback(True)
    if not len(scored.outcomes):
        return None
    row = scored.outcomes
    found = Outcome(
        goal=goal,
        removed=row.removed[0].tolist(),
        removed_alone=row.removed_alone[0].tolist(),
    )
    return Rehearsal(int(row.compared[0]), int(row.candidates[0]), found)
