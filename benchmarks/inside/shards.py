"""A range of a made-up program's goals, scored by a worker of its own."""

import hashlib
from typing import Any

from benchmarks import ours
from benchmarks.inside.measure import answer
from benchmarks.world import world


def read(request: dict[str, Any]) -> list[ours.Prepared]:
    """The worker's ranges; each worker makes the same program from the same seed."""
    whole = world(request["goals"], request["mentors"], request["seed"])
    mentors = ours.mentors_of(whole)
    return [ours.prepare(whole, mentors, *span) for span in request["spans"]]


def score(shards: list[ours.Prepared]) -> list[str]:
    """What each range found, as a hash of all its bytes."""
    return [
        hashlib.sha256(array.tobytes()).hexdigest()
        for shard in shards
        for array in ours.score(shard).to_arrays().values()
    ]


if __name__ == "__main__":
    answer(read, score)
