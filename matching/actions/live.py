"""Which run a program's pages show, and what becomes of older ones."""

from django.db.models import F

from matching.actions.bells import ring
from matching.loading import changed
from matching.models import (
    LiveRun,
    MentorChange,
    Outcome,
    Refresh,
    Run,
    Shard,
    SnapshotPart,
    Suggestion,
)
from mentorship.programs.models import Program

KEPT = 3
"""Finished runs whose rows stay, so that the newest reports can be compared."""


def go_live(run: Run) -> None:
    """Point the program at a run; part of the transaction that wrote its rows.

    A list that was refreshed while the run worked is newer than what the run froze, so
    it is asked for again. So is what mentors changed meanwhile; what they had changed
    before, the run has read.
    """
    Program.objects.select_for_update().get(pk=run.program_id)
    overtaken = Outcome.objects.filter(
        run=F("run__program__live_run__run"),
        run__program=run.program_id,
        refreshed_at__gt=run.started_at,
    )
    goals = list(overtaken.values_list("goal_id", flat=True))
    Refresh.objects.bulk_create(
        [Refresh(goal_id=goal) for goal in goals], ignore_conflicts=True
    )
    LiveRun.objects.update_or_create(
        program_id=run.program_id, defaults={"run_id": run.pk}
    )
    ring("matching.refresh", goals)
    ours = MentorChange.objects.filter(mentor__program=run.program_id)
    ours.filter(changed_at__lt=run.started_at).delete()
    if ours.update(pending=True, attempts=0):
        ring("matching.touched", [run.program_id])


def drop_old_rows() -> None:
    """Delete what nobody reads any more: inputs of finished runs, rows of old ones, and
    changes that everybody has taken in."""
    changed.forget_old()
    SnapshotPart.objects.exclude(run__state__in=Run.NEEDING_INPUT).delete()
    done = Shard.objects.exclude(run__state__in=Run.NEEDING_INPUT)
    done.exclude(result=None).update(result=None)
    for program in LiveRun.objects.values_list("program_id", flat=True):
        finished = Run.objects.filter(program=program, state=Run.State.FINISHED)
        old = list(finished.order_by("-pk").values_list("pk", flat=True)[KEPT:])
        live = LiveRun.objects.get(program=program).run_id
        old = [pk for pk in old if pk != live]
        Suggestion.objects.filter(run__in=old).delete()
        Outcome.objects.filter(run__in=old).delete()
