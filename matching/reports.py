"""Read-only questions of a program admin: the figures of a run, and who is behind them."""

from typing import Any

from django.db.models import Count, Q

from matching.engine.choose import Lists
from matching.engine.scored import Scored
from matching.engine.snapshot import Snapshot
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
        "figures": run.figures,
    }


def figures(scored: Scored, lists: Lists, snapshot: Snapshot) -> dict[str, Any]:
    """Everything the report of a run shows that needs the engine's arrays."""
    return {}
