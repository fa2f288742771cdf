"""The work of each stage of a run: read, encode, score, publish.

A stage computes outside of any transaction and returns a Result; what it writes is
written by ``finish``, in the transaction that also checks the shard's token.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from django.conf import settings

from matching import encoders, loading, publishing, reports
from matching.actions.form import OtherForm, is_readable, note_form
from matching.actions.live import go_live
from matching.encoders import encode_missing
from matching.engine import choose
from matching.engine.best_goals import GOALS_KEPT, merged
from matching.engine.both_sides import score_both
from matching.engine.factors import commitment
from matching.engine.factors.two_looks import Offered, TwoLooks
from matching.engine.filters import Rules
from matching.engine.scored import Scored
from matching.engine.snapshot import Mentors, Snapshot
from matching.engine.tables import Float32s, Float64s
from matching.engine.text.arrays import Background, stack_goals
from matching.engine.text.passages import Reading
from matching.loading import frozen
from matching.models import Run, Shard, SnapshotPart

TEXTS_PER_SHARD = 512
_LOWS = "lows "
MOST_SHARDS = 16  # the more goals in one, the fewer times each mentor is read


@dataclass(frozen=True)
class Result:
    """What a shard found: how to write it, and what the shard's row keeps."""

    write: Callable[[], None]
    kept: bytes | None = None


def work(shard: Shard) -> Result:
    """Do the work of a claimed shard.

    Raises
    ------
    OtherForm
        If another release has frozen the run.
    """
    stage = Run.Stage(shard.stage)
    if stage != Run.Stage.READ and not is_readable(shard.run):
        raise OtherForm
    return _WORK[stage](shard)


def slices(run: Run, stage: Run.Stage) -> list[tuple[int, int]]:
    """How a stage is cut into shards; none if there is nothing to do in it."""
    if stage == Run.Stage.ENCODE:
        texts = json.loads(frozen.load(run.pk, "to_encode"))
        return _cut(len(texts), TEXTS_PER_SHARD)
    if stage == Run.Stage.SCORE:
        pairs = run.goals * max(1, run.mentors)
        shards = min(MOST_SHARDS, -(-pairs // settings.BELAY_PAIRS_PER_SHARD))
        # A program without goals still has a report: one shard, of nothing.
        return _cut(run.goals, -(-run.goals // max(1, shards))) or [(0, 0)]
    return [(0, 0)]


def _cut(count: int, size: int) -> list[tuple[int, int]]:
    return [(at, min(at + size, count)) for at in range(0, count, max(1, size))]


def read(shard: Shard) -> Result:
    """Freeze what the run works on: tables, texts, and which texts need a vector."""
    run = shard.run
    inputs = loading.read(run.program, run.rules).ordered()
    rules = run.rules | {"usual_rates": usual_rates(inputs.snapshot.mentors)}
    snapshot = in_its_program(inputs.snapshot, rules)
    missing = loading.without_vector(inputs, encoders.get(run.encoder))

    def write() -> None:
        note_form(run.pk)
        frozen.keep(run.pk, "tables", frozen.pack(snapshot.to_arrays()))
        frozen.keep(run.pk, "goals", frozen.readings_to_json(inputs.goals))
        frozen.keep(run.pk, "mentors", frozen.readings_to_json(inputs.mentors))
        frozen.keep(run.pk, "hopes", json.dumps(inputs.hopes).encode())
        frozen.keep(run.pk, "to_encode", json.dumps(missing).encode())
        Run.objects.filter(pk=run.pk).update(
            goals=len(inputs.goals), mentors=len(inputs.mentors), rules=rules
        )

    return Result(write)


def usual_rates(mentors: Mentors) -> dict[str, float]:
    """How often the program's mentors answer and keep their word, for a run's rules:
    later refreshes of single lists go by the same."""
    return {
        "answered": commitment.usual_rate(mentors.answered, mentors.asked),
        "kept": commitment.usual_rate(mentors.kept, mentors.meetings),
    }


def in_its_program(snapshot: Snapshot, rules: dict[str, Any]) -> Snapshot:
    """With the usual rates of a run's rules; of before there were any, the engine's."""
    rates = rules.get("usual_rates")
    if rates is None:
        return snapshot
    return replace(
        snapshot, mentors=commitment.with_usual_rates(snapshot.mentors, **rates)
    )


def encode(shard: Shard) -> Result:
    """Make the vectors of texts that nobody has encoded before."""
    texts = json.loads(frozen.load(shard.run_id, "to_encode"))
    slice_ = texts[shard.first : shard.after]
    vectors = encode_missing(encoders.get(shard.run.encoder), slice_)
    return Result(lambda: publishing.write_vectors(vectors))


@dataclass(frozen=True)
class _Frozen:
    """What all score shards of a run share; kept by each worker while it lasts."""

    snapshot: Snapshot
    goals: list[Reading]
    mentors: Offered
    background: Background


@lru_cache(maxsize=1)
def _frozen(run_id: int, encoder: str) -> _Frozen:
    background = loading.background(encoder)
    mentors = frozen.readings_from_json(frozen.load(run_id, "mentors"))
    snapshot = Snapshot.from_arrays(frozen.unpack(frozen.load(run_id, "tables")))
    hopes = json.loads(frozen.load(run_id, "hopes"))
    return _Frozen(
        snapshot=loading.with_meaning(snapshot, hopes, background),
        goals=frozen.readings_from_json(frozen.load(run_id, "goals")),
        mentors=loading.offered(mentors, background),
        background=background,
    )


def score(shard: Shard) -> Result:
    """Score every goal of the slice with every mentor of the run."""
    run, held = shard.run, _frozen(shard.run_id, shard.run.encoder)
    snapshot = held.snapshot.take(shard.first, shard.after)
    goals = held.goals[shard.first : shard.after]
    known = _lows(run)
    sides = _both_sides(snapshot, goals, held.mentors, held.background, run.rules)
    others = np.concatenate(known) if known else None
    scored, lows = score_both(*sides, others=others)

    def write() -> None:
        packed = frozen.pack({"lows": lows})
        frozen.keep(run.pk, f"{_LOWS}{shard.number}", packed)

    return Result(write, kept=scored.to_bytes())


def _lows(run: Run) -> list[Float32s]:
    """What finished shards found that every mentor's best goals are worth at least."""
    parts = SnapshotPart.objects.filter(run=run, name__startswith=_LOWS)
    names = parts.values_list("name", flat=True)
    return [frozen.unpack(frozen.load(run.pk, name))["lows"] for name in names]


def _both_sides(
    snapshot: Snapshot,
    goals: list[Reading],
    mentors: Offered,
    background: Background,
    rules: dict[str, Any],
) -> tuple[Snapshot, TwoLooks, Rules, Float64s]:
    """What scoring takes, from what was read."""
    vectors = loading.vectors_of(goals, background.encoder)
    texts = stack_goals(goals, vectors, background)
    hard, weights = loading.hard_rules(rules), loading.weights(rules)
    return snapshot, mentors.facing(texts), hard, weights


def publish(shard: Shard) -> Result:
    """Choose the lists over the whole program, write them, and go live."""
    run = shard.run
    snapshot = Snapshot.from_arrays(frozen.unpack(frozen.load(run.pk, "tables")))
    scored = merged([_found(run)], _lows(run), snapshot.mentors, GOALS_KEPT)
    lists = choose.choose(scored, snapshot)
    figures = reports.figures(scored, lists, snapshot, run.program)

    def write() -> None:
        publishing.write_outcomes(run.pk, scored)
        publishing.write_suggestions(run.pk, scored, lists)
        Run.objects.filter(pk=run.pk).update(figures=figures)
        go_live(run)

    return Result(write)


def _found(run: Run) -> Scored:
    """What all shards found."""
    parts = run.shards.filter(stage=Run.Stage.SCORE).order_by("number")
    results = frozen.octets(parts.exclude(result=None), "result")
    if len(results) != parts.count():
        raise ValueError("A part of the scores is missing, so nothing is published.")
    return Scored.from_shards(results)


_WORK: dict[Run.Stage, Callable[[Shard], Result]] = {
    Run.Stage.READ: read,
    Run.Stage.ENCODE: encode,
    Run.Stage.SCORE: score,
    Run.Stage.PUBLISH: publish,
}
