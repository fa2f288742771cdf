"""``make bench``: measures the engine beside the machine's own limit, in one process.

Prints a table and writes benchmarks/results.json. Absolute times mean little on a shared
machine; the ratios are what to compare. Rows that must hold exactly have a verdict.
"""

import json
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np  # noqa: E402  # the line above must come first

from accounts.vocabulary.data import SKILLS_FILE  # noqa: E402
from benchmarks import world  # noqa: E402
from matching import encoders  # noqa: E402
from matching.engine.factors import relevance  # noqa: E402
from matching.engine.score import score_goals  # noqa: E402
from matching.engine.text.neutralise import neutralise  # noqa: E402
from matching.engine.text.vocabulary import Vocabulary  # noqa: E402

GOALS, MENTORS, ROUNDS = 2000, 1000, 3
SENTENCES = [
    ("My sister says I am too quiet.", "My brother says I am too quiet."),
]


def best_of(act: Callable[[], Any]) -> float:
    """The shortest of a few tries, in seconds of this process."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return min(times)


def rows() -> list[dict[str, Any]]:
    """What is measured, one row after the other."""
    vocabulary = Vocabulary.load(SKILLS_FILE)
    encoder = encoders.get("sentence")
    snapshot = world.tables(GOALS, MENTORS)
    goals, mentors = world.texts(400, MENTORS, vocabulary, encoder)
    width = 512
    left = np.random.default_rng(1).random((GOALS, width), np.float32)
    right = np.random.default_rng(2).random((MENTORS, width), np.float32)
    product = best_of(lambda: left @ right.T) / (GOALS * MENTORS)
    given = np.random.default_rng(3).random((GOALS, MENTORS), np.float32)
    factors = best_of(lambda: score_goals(snapshot, given)) / (GOALS * MENTORS)
    relevant = best_of(lambda: relevance.score(goals, mentors, encoder))
    relevant /= 400 * MENTORS
    texts = [c.phrases[0] for c in vocabulary.concepts[:200]]
    encoding = best_of(lambda: encoder.encode(texts)) / len(texts)
    one = score_goals(snapshot, given, pairs_per_block=7_000).to_bytes()
    other = score_goals(snapshot, given).to_bytes()
    swapped = sum(neutralise(a) != neutralise(b) for a, b in SENTENCES)
    return [
        row("matrix product, pairs per second", 1 / product),
        row("all factors, rules and top 50, pairs per second", 1 / factors),
        row("the same, of the matrix product", product / factors),
        row("relevance of texts, pairs per second", 1 / relevant),
        row("sentences encoded per second", 1 / encoding),
        row("lists differ with the size of blocks", float(one != other), most=0.0),
        row("texts that differ after swapping kin", float(swapped), most=0.0),
    ]


def row(name: str, value: float, most: float | None = None) -> dict[str, Any]:
    """``most`` is the largest value allowed, for what must hold exactly."""
    return {"name": name, "value": value, "ok": most is None or value <= most}


def main() -> int:
    measured = rows()
    for line in measured:
        verdict = "" if line["ok"] else "  BELOW ITS BAR"
        print(f"{line['name']:<50} {line['value']:>14,.3f}{verdict}")
    result = {
        "rows": measured,
        "machine": platform.platform(),
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
    }
    Path(__file__).with_name("results.json").write_text(json.dumps(result, indent=1))
    return 0 if all(line["ok"] for line in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
