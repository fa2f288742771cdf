"""A worker's scoring of a whole program, one shard after the other, from files."""

import pickle
from pathlib import Path
from typing import Any

from benchmarks import ours
from benchmarks.inside.measure import answer
from matching.engine.scored import Scored
from matching.engine.snapshot import Snapshot


def read(request: dict[str, Any]) -> tuple[Any, list[Path]]:
    folder = Path(request["folder"])
    return _unpickled(folder / "mentors"), sorted(folder.glob("shard*"))


def _unpickled(file: Path) -> Any:
    """Without the whole file in memory beside what it holds."""
    with file.open("rb") as stream:
        return pickle.load(stream)


def score(ready: tuple[Any, list[Path]]) -> int:
    """How many pairs are in the lists. What a shard finds stays in memory until all are
    done, as it would stand in the shard's row."""
    offered, files = ready
    parts = []
    for file in files:
        arrays, goals = _unpickled(file)
        shard = ours.Prepared(Snapshot.from_arrays(arrays), goals, offered)
        parts.append(ours.score(shard).to_bytes())
    return len(Scored.from_shards(parts).pairs)


if __name__ == "__main__":
    answer(read, score)
