"""Shards: claimed under a lease, worked on, and finished only by who still holds it.

1. A claim is one conditional update: queued, or running with a lease that ran out, and
   tried less often than the cap. It sets a fresh token and a lease by the database's
   clock.
2. A heartbeat extends the lease while the work goes on.
3. Finishing is one transaction: lock the own row by its token, write, mark it done. A
   worker that slept past its lease finds another token and writes nothing.
4. Whoever finishes the last shard of a stage makes the shards of the next one.
"""

import logging
import uuid
from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from matching.actions import stages
from matching.actions.bells import ring
from matching.actions.form import OtherForm
from matching.actions.leases import LeaseLost, heartbeat
from matching.actions.meter import Meter
from matching.actions.runs import NEXT, fail, fail_exhausted, open_stage
from matching.models import Run, Shard, ShardQuerySet

log = logging.getLogger(__name__)


def work_on(shard_id: int) -> bool:
    """Claim a shard and do its work; false if there was nothing to claim."""
    shard = claim(shard_id)
    if shard is None:
        return False
    meter = Meter()
    try:
        with heartbeat(_held(shard), shard):
            result = stages.work(shard)
            finish(shard, result, meter)
    except LeaseLost:
        log.warning("shard_lost shard=%s run=%s", shard.pk, shard.run_id)
    except OtherForm as error:
        fail(shard.run_id, str(error))
    except Exception as error:
        release(shard, error)
        raise
    return True


def claim(shard_id: int) -> Shard | None:
    """Take a shard that nobody holds, or whose holder's lease ran out."""
    token = uuid.uuid4()
    lease = Now() + timedelta(seconds=settings.BELAY_LEASE_SECONDS)
    taken = (
        Shard.objects.claimable()
        .filter(pk=shard_id)
        .update(
            state=Shard.State.RUNNING,
            token=token,
            attempts=F("attempts") + 1,
            lease_until=lease,
        )
    )
    if not taken:
        return None
    return Shard.objects.select_related("run__program").get(pk=shard_id, token=token)


def _held(shard: Shard) -> ShardQuerySet:
    """The shard while it is ours."""
    running = Shard.objects.filter(state=Shard.State.RUNNING)
    return running.filter(pk=shard.pk, token=shard.token)


def finish(shard: Shard, result: stages.Result, meter: Meter) -> None:
    """Write what the work gave and what it took, and mark the shard done, if it is
    still ours."""
    with transaction.atomic():
        mine = _held(shard)
        if not mine.select_for_update().exists():
            raise LeaseLost
        result.write()
        run = Run.objects.select_for_update().get(pk=shard.run_id)
        if not run.is_open:
            raise LeaseLost
        spent = meter.read()
        mine.update(
            state=Shard.State.DONE,
            lease_until=None,
            result=result.kept,
            **asdict(spent),
        )
        seconds = run.timings.get(shard.stage, 0.0) + spent.seconds
        Run.objects.filter(pk=run.pk).update(
            timings=run.timings | {shard.stage: round(seconds, 3)}
        )
        siblings = Shard.objects.filter(run=run, stage=shard.stage)
        if not siblings.exclude(state=Shard.State.DONE).exists():
            _go_on(run)
    log.info(
        "shard_done shard=%s run=%s stage=%s seconds=%.2f cpu=%.2f peak_mb=%d",
        shard.pk,
        shard.run_id,
        shard.stage,
        spent.seconds,
        spent.cpu_seconds,
        spent.peak_mb,
    )


def _go_on(run: Run) -> None:
    """Open the next stage that has work; after the last one the run is finished."""
    stage = NEXT.get(Run.Stage(run.stage))
    while stage is not None:
        slices = stages.slices(run, stage)
        if slices:
            open_stage(run, stage, slices)
            return
        stage = NEXT.get(stage)
    Run.objects.filter(pk=run.pk).update(
        state=Run.State.FINISHED, ended_at=timezone.now()
    )


def release(shard: Shard, error: Exception) -> None:
    """Give a shard back after an error, so that it is tried again, up to the cap."""
    log.exception("shard_failed shard=%s run=%s", shard.pk, shard.run_id)
    Shard.objects.filter(pk=shard.pk, token=shard.token).update(
        state=Shard.State.QUEUED,
        lease_until=None,
        rung_at=Now(),
        error=f"{type(error).__name__}: {error}"[:400],
    )


def ring_due_shards() -> None:
    """Ring again for shards that wait too long, or whose worker is gone."""
    fail_exhausted()
    due = list(Shard.objects.due().values_list("pk", flat=True)[:500])
    Shard.objects.filter(pk__in=due).update(rung_at=Now())
    ring("matching.work", due)
