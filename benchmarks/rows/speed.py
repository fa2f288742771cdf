"""Rows 3 to 5: scoring beside the bare matrix product, faiss and plain Python."""

import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks import children, ours, peers, scorer
from benchmarks.clock import Spent, best_of, in_turn, spent
from benchmarks.ours import Prepared
from benchmarks.table import NotMeasured
from benchmarks.world import world

GOALS, MENTORS, ROUNDS = 2000, 20_000, 3
PAIRS = GOALS * MENTORS
WIDTHS = (512, 256)
PLAIN_GOALS, PLAIN_MENTORS = 10, 80


@cache
def shard(own: bool = False) -> Prepared:
    whole = world(GOALS, MENTORS, own=own)
    prepared = ours.prepare(whole, ours.mentors_of(whole))
    ours.score(prepared)  # what is prepared once for both sides is prepared now
    return prepared


def beside_matrix_product(long: bool) -> dict[str, float]:
    """Pairs per second of everything, as a share of float32 products of a width.

    Products are written into memory that is there already: asking for it anew made them
    take nearly twice as long at times, and us look better than we are.
    """
    draw = np.random.default_rng(1)
    out = np.zeros((GOALS, MENTORS), np.float32)
    sides = [
        (draw.random((GOALS, w), np.float32), draw.random((MENTORS, w), np.float32))
        for w in WIDTHS
    ]
    scoring, own_words, *products = in_turn(
        ROUNDS,
        lambda: spent(lambda: ours.score(shard())),
        lambda: spent(lambda: ours.score(shard(own=True))),
        *(lambda a=a, b=b: spent(lambda: np.matmul(a, b.T, out=out)) for a, b in sides),
    )
    shares = {
        f"{width}": product.cpu / scoring.cpu
        for width, product in zip(WIDTHS, products, strict=True)
    }
    shares["512 own"] = products[0].cpu / own_words.cpu
    rates = {"pairs": PAIRS / scoring.cpu / 1e6, "probe": PAIRS / products[0].cpu / 1e6}
    return shares | rates


def beside_faiss(long: bool) -> dict[str, float]:
    """Everything against a top 20 by cosine alone, of the very same documents."""
    python = peers.python_of(peers.Peer.COMMON)
    with tempfile.TemporaryDirectory(prefix="belay-bench-") as folder:
        texts = {
            "goals": shard().goals.documents,
            "mentors": shard().offered.texts.documents,
        }
        files = {name: str(Path(folder, f"{name}.npy")) for name in texts}
        for name, documents in texts.items():
            np.save(files[name], np.asarray(documents[:], np.float32))

        def theirs() -> Spent:
            return children.theirs(python, "faiss_search", files | {"most": 20})[1]

        scoring, search = in_turn(
            ROUNDS, lambda: spent(lambda: ours.score(shard())), theirs
        )
    return {"faiss": search.cpu / scoring.cpu}


def beside_plain_python(long: bool) -> dict[str, float]:
    """A loop over pairs, of the same formula: its numbers are checked first."""
    some = world(PLAIN_GOALS, PLAIN_MENTORS, seed=5)
    prepared = ours.prepare(some, ours.mentors_of(some))
    plain = scorer.Plain(some)
    wrong = scorer.differences(plain, ours.score(prepared))
    if wrong:
        raise NotMeasured(f"the plain scorer finds other numbers: {wrong[0]}")
    loop = spent(plain.every_pair)
    scoring = best_of(2, lambda: ours.score(shard()))
    each = loop.cpu / (PLAIN_GOALS * PLAIN_MENTORS)
    return {"plain": each / (scoring.cpu / PAIRS)}
