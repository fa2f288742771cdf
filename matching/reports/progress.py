"""How far a run is, for its page and for the command."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Max, Q, Sum

from matching.models import Run, Shard

# What each stage is of the whole, for the progress bar: encoding and scoring are long.
SHARE = {
    Run.Stage.READ: 5,
    Run.Stage.ENCODE: 45,
    Run.Stage.SCORE: 40,
    Run.Stage.PUBLISH: 10,
}


def percent(run: Run) -> int:
    """How far a run is, from 0 to 100; it never falls while the run goes on."""
    if run.state == Run.State.FINISHED:
        return 100
    stages = list(SHARE)
    before = sum(SHARE[s] for s in stages[: stages.index(Run.Stage(run.stage))])
    counts = run.shards.filter(stage=run.stage).aggregate(
        shards=Count("pk"), done=Count("pk", filter=Q(state=Shard.State.DONE))
    )
    part = counts["done"] / counts["shards"] if counts["shards"] else 0
    return int(before + SHARE[Run.Stage(run.stage)] * part)


def stage_steps(run: Run) -> list[dict[str, str]]:
    """The stages as a checklist: done, now, or later."""
    order = list(Run.Stage)
    at = order.index(Run.Stage(run.stage))
    finished = run.state == Run.State.FINISHED
    return [
        {
            "label": stage.label,
            "state": "done"
            if finished or number < at
            else "now"
            if number == at and run.is_open
            else "later",
        }
        for number, stage in enumerate(order)
    ]


def is_retrying(run: Run) -> bool:
    """Whether part of the run had to be begun again, because a worker went away."""
    return (
        run.is_open
        and run.shards.filter(
            attempts__gt=1, state__in=[Shard.State.RUNNING, Shard.State.QUEUED]
        ).exists()
    )


def is_waiting(run: Run) -> bool:
    """Whether nobody has taken up the work for longer than usual."""
    return (
        run.is_open
        and not run.shards.filter(state=Shard.State.RUNNING).exists()
        and run.shards.due().exists()
    )


def as_json(run: Run) -> dict[str, Any]:
    """A run as the command prints it."""
    return {
        "run": run.pk,
        "program": run.program.slug,
        "state": run.state,
        "failure": run.failure,
        "goals": run.goals,
        "mentors": run.mentors,
        "seconds": run.timings,
        "stages": [asdict(cost) for cost in stage_costs(run)],
        "shards": list(
            run.shards.filter(state=Shard.State.DONE).values(
                *("stage", "number", "first", "after"),
                *("seconds", "cpu_seconds", "peak_mb"),
            )
        ),
        "figures": run.figures,
    }


@dataclass(frozen=True)
class Cost:
    """What the finished shards of a stage took together; memory is the most of one."""

    stage: str
    shards: int
    seconds: float | None
    cpu_seconds: float | None
    peak_mb: int | None

    @property
    def label(self) -> str:
        return str(Run.Stage(self.stage).label)


def stage_costs(run: Run) -> list[Cost]:
    """One row per stage that has a finished shard, in the order of the stages."""
    done = run.shards.filter(state=Shard.State.DONE).order_by()
    rows = done.values_list("stage").annotate(
        Count("pk"), Sum("seconds"), Sum("cpu_seconds"), Max("peak_mb")
    )
    found = {stage: Cost(stage, *figures) for stage, *figures in rows}
    return [found[stage.value] for stage in Run.Stage if stage.value in found]
