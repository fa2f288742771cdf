"""Relevance: does the mentor know what the goal asks for, in the mentor's own words?

For a goal and a mentor, in this order:

1. ``document``: cosine of the two whole texts; the goal's is moved towards the concepts
   it stands for without naming them.
2. ``passages``: each part of the goal (sentence 2, growth area 1, wanted skill 1, the
   implied concepts together 2) against the mentor's best passage; weighted mean.
3. ``words``: BM25 with fixed statistics, ``b / (b + 5)``.
4. ``coverage``: share of wanted skills the mentor lists: same concept 1, else the
   cosine rescaled between "close to" and "covers". Skills and stories of long ago count
   less, here and among the passages.
5. ``raw = 0.60·document + 0.40·passages + 0.10·words + 0.10·coverage``, and a logistic
   curve fixed per encoder version and per which parts of the goal are filled.

A pair's number depends on the two texts, the vocabulary and the encoder, on nobody else.
All sums are exact (see ``encoders.grid``), so it is also the same in every block size
and order. It is rounded to 1e-6.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import expit

from matching.encoders import GRID_COSINE, Encoder
from matching.encoders.grid import from_steps
from matching.engine.text.arrays import FILLED, FRESH, NO_TEXT, GoalTexts, MentorTexts

DOCUMENT, PASSAGES, WORDS, COVERAGE = 0.60, 0.40, 0.10, 0.10
HALF_WORDS = 5.0
DECIMALS = 6
_BLOCK_BYTES = 64 << 20
_PRODUCT_STEPS = 1 << 24
_COVERAGE_STEPS = 1024  # shares are multiples of 1/1024, so that their sum is exact

_THE_SAME_WORDS = 0.99  # the cosine of a text and itself, as good as on the grid

Verdict = Literal["covers", "close", "missing"]


@dataclass(frozen=True, slots=True)
class SkillEvidence:
    """One wanted skill against a mentor: how far it is there, and by which passage.

    ``part`` counts the goal's passages, ``passage`` the mentor's, as in ``Reading``;
    ``passage`` is None if the mentor lists nothing near enough.
    """

    part: int
    verdict: Verdict
    passage: int | None
    likeness: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page may show for one pair: a passage worth quoting, and each skill."""

    quote: int | None
    skills: tuple[SkillEvidence, ...]


def score(
    goals: GoalTexts,
    mentors: MentorTexts,
    encoder: Encoder,
    block_bytes: int = _BLOCK_BYTES,
) -> NDArray[np.float32]:
    """Give relevance in [0, 1] for every pair: float32 (goals, mentors).

    NaN, unknown, where a goal or a mentor has no text at all.
    """
    out = np.full((len(goals.documents), len(mentors.documents)), np.nan, np.float32)
    for rows in _blocks(goals, mentors, block_bytes):
        blended = _raw(goals, mentors, encoder, rows)
        out[rows] = curved(blended, goals.filled[rows, None], encoder)
    out[goals.filled == NO_TEXT] = np.nan
    out[:, ~mentors.known] = np.nan
    return out


def raw(
    goals: GoalTexts,
    mentors: MentorTexts,
    encoder: Encoder,
    block_bytes: int = _BLOCK_BYTES,
) -> NDArray[np.float64]:
    """Give the blend before the curve, float64 (goals, mentors); for calibration."""
    out = np.zeros((len(goals.documents), len(mentors.documents)))
    for rows in _blocks(goals, mentors, block_bytes):
        out[rows] = _raw(goals, mentors, encoder, rows)
    return out


def _blocks(
    goals: GoalTexts, mentors: MentorTexts, block_bytes: int
) -> Iterator[slice]:
    """Cut the goals so that the passage products of a block fit into the bytes."""
    most = max(1, block_bytes // (4 * max(1, len(mentors.passages))))
    start, count = 0, len(goals.documents)
    while start < count and len(mentors.documents):
        limit = goals.starts[start] + most
        stop = int(np.searchsorted(goals.starts, limit, side="right")) - 1
        stop = min(max(stop, start + 1), count)
        yield slice(start, stop)
        start = stop


def _raw(
    goals: GoalTexts, mentors: MentorTexts, encoder: Encoder, rows: slice
) -> NDArray[np.float64]:
    parts = slice(goals.starts[rows.start], goals.starts[rows.stop])
    skills, best = _best_passages(goals.parts[parts], mentors)
    document = goals.documents[rows] @ mentors.documents[:].T
    passages = _mean(goals.weights[rows, parts], best)
    coverage = _mean(
        goals.wanted[rows, parts],
        _covered(skills, goals.concept[parts], mentors, encoder),
    )
    words = (goals.terms[rows] @ mentors.terms.T).toarray().astype(np.float64)
    return blend(document.astype(np.float64), passages, words, coverage)


def blend(
    document: NDArray[np.float64],
    passages: NDArray[np.float64],
    words: NDArray[np.float64],
    coverage: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Add up the four parts of a pair, in this order; the first two as grid products."""
    out = document * (DOCUMENT * GRID_COSINE)
    out += passages * (PASSAGES * GRID_COSINE)
    out += words / (words + HALF_WORDS) * WORDS
    out += coverage * COVERAGE
    return out


def _best_passages(
    parts: NDArray[np.float32], mentors: MentorTexts
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give each part's best skill and best passage: two float32 (parts, mentors)."""
    distinct = parts @ from_steps(mentors.passages.steps).T
    products = distinct.take(mentors.passages.place, axis=1)
    fade(products.T, mentors.fresh)
    best = np.maximum.reduceat(products, mentors.starts, axis=1)
    skills, others = best[:, 0::2], best[:, 1::2]
    return skills, np.maximum(skills, others)


def _covered(
    skills: NDArray[np.float32],
    concept: NDArray[np.int16],
    mentors: MentorTexts,
    encoder: Encoder,
) -> NDArray[np.float64]:
    """Say how far each part is covered by a listed skill: float64 (parts, mentors)."""
    share = rescaled(skills, encoder)
    return np.maximum(share, mentors.listed[concept] / FRESH)


def fade(products: NDArray[np.float32], fresh: NDArray[np.float32]) -> None:
    """Let passages (rows) count less the older they are, on the grid of products."""
    old = np.flatnonzero(fresh < 1)
    if len(old):
        steps = products[old] * (fresh[old, None] * np.float32(_PRODUCT_STEPS))
        products[old] = np.rint(steps) / np.float32(_PRODUCT_STEPS)


def rescaled(products: NDArray[np.float32], encoder: Encoder) -> NDArray[np.float64]:
    """Say how far skills that near cover a wanted one: 0 at "close", 1 at "covers"."""
    close, covers = encoder.thresholds.close, encoder.thresholds.covers
    share = (products.astype(np.float64) * GRID_COSINE - close) / (covers - close)
    steps: NDArray[np.float64] = np.rint(np.clip(share, 0, 1) * _COVERAGE_STEPS)
    return steps / _COVERAGE_STEPS


def _mean(weights: csr_array, values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Average the parts of each goal by their weights; 0 where nothing has weight."""
    total = np.asarray(weights.sum(axis=1), dtype=np.float64).reshape(-1, 1)
    sums: NDArray[np.float64] = weights @ values.astype(np.float64)
    return sums / np.where(total > 0, total, 1)


def curved(
    blended: NDArray[np.float64], filled: NDArray[np.int8], encoder: Encoder
) -> NDArray[np.float64]:
    """Apply the logistic curve of what each goal has filled in, and round."""
    middle, width = middles_and_widths(filled, encoder)
    values: NDArray[np.float64] = expit((blended - middle) / width)
    return np.round(values, DECIMALS)


def middles_and_widths(
    filled: NDArray[np.int8], encoder: Encoder
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The curve of each goal, by what it has filled in; of the shape of ``filled``."""
    curves = [encoder.curves[name] for name in FILLED]
    middle = np.array([curve.middle for curve in curves])[filled]
    width = np.array([curve.width for curve in curves])[filled]
    return middle, width


def evidence(
    goals: GoalTexts,
    mentors: MentorTexts,
    pairs: Sequence[tuple[int, int]],
    encoder: Encoder,
    akin: NDArray[np.int16],
    may_quote: NDArray[np.bool_] | None = None,
) -> list[Evidence]:
    """Find, for chosen pairs (goal, mentor), what a page may quote and say of skills.

    The quote is the topic or story sentence that answers a part of the goal best, the
    first of equals: by how much nearer to that part it is than the concepts which are
    nearest to it usually are, because a short or common wish has everything near it.
    It is quoted if it is near at all (``encoder.thresholds.quote``), and if that much
    and the pair's relevance together are enough (``answers``): what somebody says in
    passing is believed of a mentor whose other words are about the goal, too.
    ``may_quote`` says of each passage if a page may quote it, if it is not all that are
    quotable.

    A wanted concept is covered by a counted skill that names it, and close to one that
    names a concept which somebody found akin to it (``Vocabulary.akin``): between names
    of a few words a cosine tells more of the words than of what they mean. Whatever is
    wanted in words of the mentee's own is close to the nearest skill from
    ``thresholds.covers`` on, and covered by the same words.
    """
    relevant = score(goals, mentors, encoder).astype(np.float64).round(DECIMALS)
    allowed = mentors.quotable if may_quote is None else may_quote
    return [
        Evidence(
            _quote(goals, mentors, pair, relevant[pair], allowed, encoder),
            _skills(goals, mentors, pair, akin, encoder),
        )
        for pair in pairs
    ]


def nearer_than_usual(
    products: NDArray[np.float32], usual: NDArray[np.float32], encoder: Encoder
) -> NDArray[np.float32]:
    """How much nearer passages are to parts of a goal than the concepts nearest to each
    part: (parts, passages); minus infinity where they are not near at all."""
    cosines = products * np.float32(GRID_COSINE)
    near = cosines >= np.float32(encoder.thresholds.quote)
    out: NDArray[np.float32] = np.where(near, cosines - usual[:, None], -np.inf)
    return out


def _quote(
    goals: GoalTexts,
    mentors: MentorTexts,
    pair: tuple[int, int],
    relevant: float,
    allowed: NDArray[np.bool_],
    encoder: Encoder,
) -> int | None:
    goal, mentor = pair
    first, last = goals.starts[goal], goals.starts[goal + 1] - 1
    rows = mentors.rows_of(mentor)
    products = goals.parts[first:last] @ mentors.passages[rows].T
    nearer = nearer_than_usual(products, goals.usual[first:last], encoder)
    best = np.where(allowed[rows], nearer, -np.inf).max(axis=0, initial=-np.inf)
    place = int(best.argmax()) if len(best) else 0
    quoted = len(best) and best[place] + relevant >= encoder.thresholds.answers
    return place if quoted else None


def _skills(
    goals: GoalTexts,
    mentors: MentorTexts,
    pair: tuple[int, int],
    akin: NDArray[np.int16],
    encoder: Encoder,
) -> tuple[SkillEvidence, ...]:
    goal, mentor = pair
    first, rows = goals.starts[goal], mentors.rows_of(mentor)
    listed, concepts = mentors.skill[rows], mentors.concept[rows]
    said = []
    for part in sorted(goals.wanted[[goal]].indices - first):
        concept = goals.concept[first + part]
        same = listed & (concepts == concept) & (concept >= 0)
        near = listed & (np.isin(concepts, akin[concept]) | (concept < 0))
        products = goals.parts[first + part] @ mentors.passages[rows].T
        cosines = products.astype(np.float64) * GRID_COSINE
        place, likeness = _nearest(cosines, same if same.any() else near)
        least = 0 if concept >= 0 else encoder.thresholds.covers
        verdict = _verdict(bool(same.any()), bool(near.any()), likeness, least)
        found = None if verdict == "missing" else place
        said.append(SkillEvidence(int(part), verdict, found, likeness))
    return tuple(said)


def _nearest(
    cosines: NDArray[np.float64], allowed: NDArray[np.bool_]
) -> tuple[int, float]:
    """Find the allowed passage that is nearest; (0, 0.0) if none is allowed."""
    if not allowed.any():
        return 0, 0.0
    place = int(np.where(allowed, cosines, -np.inf).argmax())
    return place, max(0.0, round(float(cosines[place]), DECIMALS))


def _verdict(same: bool, near: bool, likeness: float, least: float) -> Verdict:
    if same or likeness >= max(least, _THE_SAME_WORDS):
        return "covers"
    return "close" if near and likeness >= least else "missing"
