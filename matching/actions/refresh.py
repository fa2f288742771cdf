"""Making single lists again after their mentee changed something."""

from datetime import timedelta

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Now

from matching import publishing
from matching.actions.afresh import stand
from matching.actions.bells import ring
from matching.actions.ready import mentors_of_lists
from matching.actions.ready_goals import read_goals
from matching.engine import choose
from matching.engine.choose import Lists
from matching.engine.factors.patched import Patched
from matching.engine.factors.two_looks import Offered
from matching.engine.scored import Scored
from matching.engine.snapshot import Snapshot
from matching.loading.sides import Helping
from matching.models import (
    LiveRun,
    Outcome,
    Refresh,
    RefreshQuerySet,
    Run,
    Suggestion,
)
from mentorship.goals.models import Goal, GoalQuerySet
from mentorship.programs.models import Program

TOGETHER = 200
"""How many lists are made again in one piece of work, which takes seconds."""


def ask_refresh(goals: GoalQuerySet) -> None:
    """Note, as rows, that the lists of these goals have to be made again.

    Part of the transaction that changes them. Asking twice is asking once.
    """
    asked = list(goals.values_list("pk", flat=True))
    Refresh.objects.bulk_create(
        [Refresh(goal_id=goal) for goal in asked],
        update_conflicts=True,
        unique_fields=["goal"],
        update_fields=["asked_at", "attempts"],
    )
    ring("matching.refresh", asked)


def refresh_goal(goal_id: int) -> bool:
    """Make one goal's list again, from what its mentee and the mentors say now.

    Other lists of the program that wait are made with it: reading the mentors is most
    of the work. Does nothing for a program that has not had a run: its first run reads
    the goal anyway.
    """
    asked = Refresh.objects.filter(pk=goal_id).select_related("goal__mentee__program")
    refresh = asked.first()
    if refresh is None:
        return False
    program = refresh.goal.mentee.program
    live = LiveRun.objects.filter(program=program).select_related("run").first()
    if live is None:
        asked.filter(asked_at=refresh.asked_at).delete()
        return False
    waiting = {refresh.pk: refresh} | {other.pk: other for other in _others(refresh)}
    Refresh.objects.filter(pk__in=waiting).update(attempts=F("attempts") + 1)
    helping = mentors_of_lists(program, live.run.encoder)
    scored, snapshot = score_now(list(waiting), program, live.run, helping)
    found = {int(pk): row for row, pk in enumerate(scored.outcomes.goal)}
    made = {
        pk: _replace_list(one, live, *_alone(scored, snapshot, found.get(pk)))
        for pk, one in waiting.items()
    }
    return made[goal_id]


def _others(refresh: Refresh) -> RefreshQuerySet:
    """Lists of the same program that wait too, the longest waiting first.

    What failed before is tried alone, so that no goal can spoil the others' lists.
    """
    if refresh.attempts:
        return Refresh.objects.none()
    program = refresh.goal.mentee.program_id
    waiting = Refresh.objects.filter(goal__mentee__program=program, attempts=0)
    others = waiting.exclude(pk=refresh.pk).select_related("goal")
    return others.order_by("asked_at", "pk")[: TOGETHER - 1]


def _alone(
    scored: Scored, snapshot: Snapshot, row: int | None
) -> tuple[Scored, Snapshot]:
    """What was found for one goal; nothing if it takes no part any more."""
    start, stop = (0, 0) if row is None else (row, row + 1)
    return scored.take(start, stop), snapshot.take(start, stop)


def score_now(
    goals: list[int],
    program: Program,
    run: Run,
    helping: tuple[Helping, Offered | Patched],
) -> tuple[Scored, Snapshot]:
    """The goals as their rows are now, by the rules of the run that is shown."""
    asked = Goal.objects.filter(pk__in=goals)
    asking = read_goals(program, asked, run.encoder, run.rules)
    standing = stand(program, asking, helping, run.rules, run.encoder)
    return standing.scored(), standing.snapshot


@transaction.atomic
def _replace_list(
    refresh: Refresh, live: LiveRun, scored: Scored, snapshot: Snapshot
) -> bool:
    """Replace a goal's rows, unless they are newer than what was scored.

    They are if the goal was changed again meanwhile, or another run went live: then the
    row stays, and the next bell finds it.
    """
    goal, run = refresh.goal, live.run
    same_run = LiveRun.objects.select_for_update().filter(pk=live.pk, run=run)
    same_wish = Refresh.objects.select_for_update().filter(
        pk=refresh.pk, asked_at=refresh.asked_at
    )
    if not (same_run.exists() and same_wish.exists()):
        return False
    Suggestion.objects.filter(run=run, goal=goal).delete()
    Outcome.objects.filter(run=run, goal=goal).delete()
    publishing.write_outcomes(run.pk, scored)
    lists = _choose(goal, run, scored, snapshot)
    publishing.write_suggestions(run.pk, scored, lists)
    Outcome.objects.filter(run=run, goal=goal).update(refreshed_at=Now())
    Refresh.objects.filter(pk=refresh.pk, asked_at=refresh.asked_at).delete()
    return True


def _choose(goal: Goal, run: Run, scored: Scored, snapshot: Snapshot) -> Lists:
    """The goal's list, beside what the other goals already show."""
    if not len(scored.outcomes):  # the goal takes no part any more
        return choose.choose(scored, snapshot)
    shown = (
        run.suggestions.filter(
            mentor__in=scored.pairs.mentor.tolist(),
            goal__format=goal.format,
            position__lt=choose.SHOWN_FIRST,
        )
        .exclude(goal=goal)
        .values_list("mentor")
        .annotate(first=Count("goal", filter=Q(position=0)), first_five=Count("goal"))
        .order_by("mentor")
    )
    mentor, first, first_five = np.array(list(shown), np.int64).reshape(-1, 3).T
    taken = choose.Taken(mentor=mentor, first=first, first_five=first_five)
    per_place = run.figures.get("lists_per_place")  # runs of before did not limit
    return choose.choose_one(
        scored, snapshot, taken, None if per_place is None else np.array(per_place)
    )


def ring_due_refreshes() -> None:
    """Ring again for lists that wait too long."""
    wait = timedelta(seconds=settings.BELAY_RING_SECONDS)
    due = Refresh.objects.pending().filter(asked_at__lt=Now() - wait)
    ring("matching.refresh", due.values_list("pk", flat=True)[:200])
