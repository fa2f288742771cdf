"""Publishes a run as workers do, and the same rows by ``bulk_create``, in turn, while
somebody reads. Needs DATABASE_URL, REDIS_URL and SECRET_KEY."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
os.environ.setdefault("BELAY_WORKER", "1")  # its statements may take minutes

import django  # noqa: E402  # settings come first

django.setup()

import numpy as np  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks import ours  # noqa: E402
from benchmarks.inside.measure import answer  # noqa: E402
from benchmarks.world import tables  # noqa: E402
from matching.actions.form import PARTS, note_form  # noqa: E402
from matching.actions.shards import work_on  # noqa: E402
from matching.engine.best_goals import GOALS_KEPT  # noqa: E402
from matching.engine.scored import Scored  # noqa: E402
from matching.engine.snapshot import FACTORS, Snapshot  # noqa: E402
from matching.engine.tables import Float32s  # noqa: E402
from matching.loading import frozen  # noqa: E402
from matching.models import Run, Shard, Suggestion  # noqa: E402
from mentorship.goals.models import Goal  # noqa: E402
from mentorship.programs.models import (  # noqa: E402
    Enrolment,
    Program,
    rules_snapshot,
)

AT_ONCE = 5_000  # rows of one INSERT; fewer and more were slower


@dataclass(frozen=True)
class Ready:
    """A program in the database, and what a run of it found."""

    program: Program
    snapshot: Snapshot
    scored: Scored
    lows: Float32s
    rounds: int


def read(request: dict[str, Any]) -> Ready:
    """Make the people and their goals, and score them."""
    call_command("migrate", verbosity=0)
    program = Program.objects.create(name="Bench", slug="bench")
    mentors = _enrolments(program, "mentor", request["mentors"])
    mentees = _enrolments(program, "mentee", request["goals"])
    goals = Goal.objects.bulk_create(
        (
            Goal(
                mentee=one,
                purpose="skill",
                title="Learn",
                guidance="How?",
                state="active",
            )
            for one in mentees
        ),
        batch_size=AT_ONCE,
    )
    made = tables(len(goals), len(mentors))
    snapshot = replace(
        made,
        goals=replace(made.goals, id=np.array([goal.pk for goal in goals])),
        mentors=replace(made.mentors, id=np.array([one.pk for one in mentors])),
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    scored = ours.score_tables(snapshot)
    # The mentors' best goals are sought while scoring; here each goal's best will do.
    lows = np.full((GOALS_KEPT, len(mentors)), np.inf, np.float32)
    return Ready(program, snapshot, scored, lows, request["rounds"])


def _enrolments(program: Program, role: str, count: int) -> list[Enrolment]:
    people = User.objects.bulk_create(
        (User(email=f"{role}{n}@example.org") for n in range(count)),
        batch_size=AT_ONCE,
    )
    return Enrolment.objects.bulk_create(
        (
            Enrolment(
                program=program, person=one, role=role, accepting=role == "mentor"
            )
            for one in people
        ),
        batch_size=AT_ONCE,
    )


def work(ready: Ready) -> dict[str, Any]:
    """Both ways in turn, a few rounds; each time is by the wall clock, because most of
    the work is Postgres'."""
    seconds: dict[str, list[float]] = {"ours": [], "theirs": []}
    reads = []
    for _ in range(ready.rounds):
        shard = finished_but_publishing(ready)
        with Reader(ready) as reader:
            seconds["ours"].append(timed(lambda pk=shard.pk: work_on(pk)))
        reads.append(reader.told)
        with Reader(ready):  # so that both have as much of the machine
            seconds["theirs"].append(timed(lambda: by_bulk_create(ready)))
    rows = Suggestion.objects.filter(run=shard.run).count()
    return {"rows": rows, "reads": reads, "database": _version(), **seconds}


def timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def finished_but_publishing(ready: Ready) -> Shard:
    """A run whose scores are there, and whose last shard waits."""
    run = _run(ready, stage=Run.Stage.PUBLISH)
    note_form(run.pk)
    for name in PARTS:
        arrays = ready.snapshot.to_arrays() if name == "tables" else {}
        frozen.keep(run.pk, name, frozen.pack(arrays))
    frozen.keep(run.pk, "lows 0", frozen.pack({"lows": ready.lows}))
    Shard.objects.create(
        run=run,
        stage=Run.Stage.SCORE,
        number=0,
        state=Shard.State.DONE,
        result=ready.scored.to_bytes(),
    )
    return Shard.objects.create(run=run, stage=Run.Stage.PUBLISH, number=0)


def by_bulk_create(ready: Ready) -> None:
    """The same suggestions as Django writes them, from the same arrays."""
    run = _run(ready, state=Run.State.CANCELLED, ended_at=ready.program.created_at)
    lists, pairs = ours.lists(ready.scored, ready.snapshot), ready.scored.pairs
    factors = pairs.factors[lists.pair].astype(np.float64)
    rows = (
        Suggestion(
            run=run,
            goal_id=goal,
            mentor_id=mentor,
            position=position,
            score=score,
            noted=noted,
            **{
                name: None if value != value else value
                for name, value in zip(FACTORS, values, strict=True)
            },
        )
        for goal, mentor, position, score, noted, values in zip(
            ready.scored.outcomes.goal[lists.goal].tolist(),
            pairs.mentor[lists.pair].tolist(),
            lists.position.tolist(),
            pairs.score[lists.pair].tolist(),
            pairs.noted[lists.pair].tolist(),
            factors.tolist(),
            strict=True,
        )
    )
    with transaction.atomic():
        Suggestion.objects.bulk_create(rows, batch_size=AT_ONCE)


def _run(ready: Ready, **fields: Any) -> Run:
    return Run.objects.create(
        program=ready.program,
        rules=rules_snapshot(ready.program),
        encoder="sentence",
        goals=len(ready.snapshot.goals),
        mentors=len(ready.snapshot.mentors),
        **fields,
    )


class Reader(AbstractContextManager["Reader"]):
    """A process of its own that reads lists as long as the block runs."""

    def __init__(self, ready: Ready) -> None:
        ids = ready.snapshot.goals.id
        self.span = [str(ids[0]), str(ids[-1])]
        self.told: dict[str, float] = {}

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.inside.reading", *self.span],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent.parent.parent,
        )
        assert self.process.stdout
        self.process.stdout.readline()  # it is warm
        return self

    def __exit__(self, *_: object) -> None:
        out, _ = self.process.communicate("stop\n", timeout=60)
        reads, mixed, longest = out.split()
        self.told = {
            "reads": int(reads), "mixed": int(mixed), "longest": float(longest)
        }  # fmt: skip


def _version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


if __name__ == "__main__":
    answer(read, work)
