"""Runs: start, cancel, retry, fail, and the step from one stage to the next.

Locks are taken in the order shard → run, so that nobody waits for each other.
"""

import logging

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from matching.actions.bells import ring
from matching.actions.form import is_readable
from matching.models import Run, Shard
from mentorship.programs.models import Program, rules_snapshot

log = logging.getLogger(__name__)

NEXT = {
    Run.Stage.READ: Run.Stage.ENCODE,
    Run.Stage.ENCODE: Run.Stage.SCORE,
    Run.Stage.SCORE: Run.Stage.PUBLISH,
}
"""What follows a stage; nothing follows PUBLISH."""


def start_run(program: Program, by: User | None = None) -> tuple[Run, bool]:
    """Start a run, or find the one that is going on already.

    Two people who press the button at once get the same run: the database allows one
    open run per program, and whoever comes second is given the first.

    Returns
    -------
    the run, and whether this call started it
    """
    run = Run(
        program=program,
        started_by=by,
        rules=rules_snapshot(program),
        encoder=settings.BELAY_ENCODER,
    )
    try:
        with transaction.atomic():
            run.save(force_insert=True)
            open_stage(run, Run.Stage.READ, [(0, 0)])
    except IntegrityError:
        return Run.objects.open().get(program=program), False
    log.info("run_started run=%s program=%s", run.pk, program.pk)
    return run, True


def open_stage(run: Run, stage: Run.Stage, slices: list[tuple[int, int]]) -> None:
    """Make the shards of a stage and ring for them; part of a transaction."""
    Run.objects.filter(pk=run.pk).update(stage=stage)
    shards = Shard.objects.bulk_create(
        Shard(run=run, stage=stage, number=number, first=first, after=after)
        for number, (first, after) in enumerate(slices)
    )
    ring("matching.work", [shard.pk for shard in shards])


def cancel(run: Run) -> bool:
    """Stop a run. What was published before stays; false if it was over already."""
    stopped = Run.objects.open().filter(pk=run.pk)
    return bool(stopped.update(state=Run.State.CANCELLED, ended_at=timezone.now()))


def retry(run: Run) -> bool:
    """Go on with a run that failed or was cancelled, from the last finished shard; from
    the start, if another release has frozen it (``form.is_readable``).

    False if it is not over, or another run of the program is going on.
    """
    over = Run.objects.filter(
        pk=run.pk, state__in=[Run.State.FAILED, Run.State.CANCELLED]
    )
    try:
        with transaction.atomic():
            going_on = _go_on if is_readable(run) else _begin_anew
            going_on(run)
            if not over.update(state=Run.State.RUNNING, ended_at=None, failure=""):
                transaction.set_rollback(True)
                return False
    except IntegrityError:
        return False
    return True


def _go_on(run: Run) -> None:
    undone = run.shards.exclude(state=Shard.State.DONE)
    undone.update(state=Shard.State.QUEUED, attempts=0, lease_until=None)
    ring("matching.work", undone.values_list("pk", flat=True))


def _begin_anew(run: Run) -> None:
    run.shards.all().delete()
    run.snapshot.all().delete()
    Run.objects.filter(pk=run.pk).update(timings={})
    open_stage(run, Run.Stage.READ, [(0, 0)])


def fail(run_id: int, why: str) -> None:
    """End a run that cannot go on; ``why`` is a sentence for the admin."""
    going = Run.objects.open().filter(pk=run_id)
    if going.update(state=Run.State.FAILED, ended_at=timezone.now(), failure=why):
        log.error("run_failed run=%s", run_id)


def fail_exhausted() -> None:
    """End the runs that have a shard which was tried too often."""
    exhausted = Shard.objects.exhausted().select_related("run")
    for shard in exhausted:
        stage = Run.Stage(shard.stage).label.lower()
        why = (
            f"One part of “{stage}” was tried {shard.attempts} times and ended each "
            "time before it was done. The worker's log says more; often it ran out of "
            "memory. Nothing was published. Press “Try again” once that is mended."
        )
        fail(shard.run_id, f"{why} {shard.error}".strip())
