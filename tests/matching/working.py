"""Does the worker's part in a test: works off whatever a run has to do."""

from matching import actions
from matching.models import Run, Shard
from tests.database import bring_the_vocabularys_vectors

MOST_ROUNDS = 20


def work_off(run: Run) -> Run:
    """Work on the shards of a run, stage after stage, until nothing is left."""
    for _ in range(MOST_ROUNDS):
        due = list(
            Shard.objects.claimable().filter(run=run).values_list("pk", flat=True)
        )
        if not due:
            break
        for pk in due:
            actions.work_on(pk)
    run.refresh_from_db()
    return run


def run_now(program) -> Run:
    """A finished run, by an encoder that has met the vocabulary before."""
    bring_the_vocabularys_vectors()
    run, started = actions.start_run(program)
    assert started
    return work_off(run)
