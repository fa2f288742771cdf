"""The figures of the match report: what a run achieved, and for whom it did not.

Every figure is defined for a program of nobody and of one. Where there is nothing to
measure it is ``None``, which a page can say; shares lie between 0 and 1. What mentors
are open to stands in ``supply``, how alike pairs are in ``homophily``.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.choose import Lists
from matching.engine.combine import UNITS
from matching.engine.filters import RULES
from matching.engine.scored import Scored
from matching.engine.snapshot import FACTORS, FORMATS, Goals, Mentors
from matching.engine.tables import Bools, Column, Float64s, Int64s

ENOUGH_CANDIDATES = 3
BINS = 20


@dataclass(frozen=True)
class Coverage:
    """How many goals have how many candidates; adds up to ``goals``."""

    goals: int
    nobody: int
    one_or_two: int
    three_or_more: int


def coverage(scored: Scored) -> Coverage:
    """Count goals by candidates, that is by mentors whom no rule removed."""
    candidates = scored.outcomes.candidates
    nobody = int((candidates == 0).sum())
    enough = int((candidates >= ENOUGH_CANDIDATES).sum())
    total = len(candidates)
    return Coverage(total, nobody, total - nobody - enough, enough)


@dataclass(frozen=True)
class WhyNobody:
    """One rule's part in leaving goals without candidates."""

    rule: str
    #: Goals without candidates for which the rule removed at least one mentor.
    together: int
    #: Those that would have a candidate if only this rule were dropped.
    alone: int


def why_nobody(scored: Scored) -> list[WhyNobody]:
    """Which rules left goals without candidates, in the order of ``RULES``.

    ``alone`` ≤ ``together``; one goal may count for several rules. Rules that played no
    part are left out. A program without mentors has goals with nobody and no rule.
    """
    found = []
    for number, rule in enumerate(RULES):
        together = int(goals_left_with_nobody(scored, number).sum())
        alone = int(goals_left_with_nobody(scored, number, alone=True).sum())
        if together:
            found.append(WhyNobody(rule.name, together, alone))
    return found


def goals_left_with_nobody(
    scored: Scored, rule: int | None = None, *, alone: bool = False
) -> Bools:
    """The goals behind a figure of ``coverage`` or ``why_nobody``: (goals,) bool.

    Without a rule, all goals without candidates.
    """
    outcomes = scored.outcomes
    nobody: Bools = outcomes.candidates == 0
    if rule is None:
        return nobody
    counted = outcomes.removed_alone if alone else outcomes.removed
    return nobody & (counted[:, rule] > 0)


@dataclass(frozen=True)
class Quality:
    """How good pairs are, as scores in [0, 1]."""

    pairs: int
    #: Pairs per bin; ``BINS`` bins of equal width from 0 to 1, the last with its end.
    histogram: list[int]
    fifth_percentile: float | None
    median: float | None


def quality(scored: Scored, pairs: Int64s) -> Quality:
    """Describe the scores of some pairs, given by row number.

    For the report: the first suggestion of each goal (``firsts``), the one most likely
    to be asked. Percentiles are actual scores (the lower of two in the middle).
    """
    scores = scored.pairs.score[pairs].astype(np.int64)
    bins = np.minimum(scores * BINS // UNITS, BINS - 1)
    return Quality(
        pairs=len(scores),
        histogram=np.bincount(bins, minlength=BINS).tolist(),
        fifth_percentile=_percentile(scores, 5),
        median=_percentile(scores, 50),
    )


def _percentile(scores: Int64s, percent: int) -> float | None:
    if not len(scores):
        return None
    return float(np.percentile(scores, percent, method="lower")) / UNITS


def firsts(lists: Lists) -> Int64s:
    """The pair shown first for each goal that has one, in the order of goals."""
    pairs: Int64s = lists.pair[lists.position == 0]
    return pairs


@dataclass(frozen=True)
class WorstPair:
    """A goal whose first suggestion is among the weakest, and who else it could ask."""

    pair: int
    #: The pairs shown next for the same goal, best first; row numbers as ``pair``.
    alternatives: list[int]


def worst_pairs(
    scored: Scored, lists: Lists, *, most: int = 10, alternatives: int = 3
) -> list[WorstPair]:
    """The weakest first suggestions, weakest first; ties in the order of goals."""
    first = np.flatnonzero(lists.position == 0)
    weakest = np.argsort(scored.pairs.score[lists.pair[first]], kind="stable")[:most]
    ends = np.append(first, len(lists))
    return [
        WorstPair(
            pair=int(lists.pair[ends[n]]),
            alternatives=lists.pair[ends[n] + 1 : ends[n + 1]][:alternatives].tolist(),
        )
        for n in weakest
    ]


@dataclass(frozen=True, eq=False)
class Exposure:
    """How often mentors stand in first lists; who could not be shown is not counted."""

    #: Row numbers of the mentors who can be asked for something.
    mentors: Int64s
    #: Times shown in the first five of a goal, and that over their free places.
    times: Int64s
    per_place: Float64s
    gini: float
    gini_per_place: float
    top_tenth_share: float | None
    never_shown: int


def exposure(scored: Scored, lists: Lists, mentors: Mentors) -> Exposure:
    """Count how often each mentor is shown first, that is without asking for more.

    Counted are mentors who accept requests, are not paused and have a free place of
    either kind: the others cannot be shown, and would make every program look unfair.
    """
    places = mentors.places().sum(axis=0)
    open_to_ask = mentors.accepting & ~mentors.paused & (places > 0)
    rows = np.flatnonzero(open_to_ask)
    shown = mentor_rows(mentors, scored.pairs.mentor[lists.pair[lists.first()]])
    times = np.bincount(shown, minlength=len(mentors))[rows]
    per_place = times / places[rows]
    return Exposure(
        mentors=rows,
        times=times,
        per_place=per_place,
        gini=gini(times),
        gini_per_place=gini(per_place),
        top_tenth_share=top_share(times),
        never_shown=int((times == 0).sum()),
    )


def mentor_rows(mentors: Mentors, ids: Int64s) -> Int64s:
    """Row numbers of mentors by id.

    Raises
    ------
    ValueError
        If an id is not there.
    """
    order = np.argsort(mentors.id)
    at = np.searchsorted(mentors.id, ids, sorter=order)
    rows: Int64s = order[np.minimum(at, len(order) - 1)] if len(order) else at[:0]
    if len(rows) != len(ids) or not np.array_equal(mentors.id[rows], ids):
        raise ValueError("A list names a mentor who is not in the snapshot.")
    return rows


def gini(values: Column) -> float:
    """Inequality of non-negative values, from 0 (all equal) to below 1 (one has all).

    The mean difference between two of them over twice their mean; 0 for nobody, for
    one, and where all values are 0. For n values at most (n − 1) / n.
    """
    ranked = np.sort(values.astype(np.float64))
    total, n = float(ranked.sum()), len(ranked)
    if not total:
        return 0.0
    rank = np.arange(1, n + 1)
    return max(0.0, float(2 * (rank * ranked).sum() / (n * total) - (n + 1) / n))


def lorenz(values: Column) -> Float64s:
    """The Lorenz curve of non-negative values: (n + 1, 2) float64 from (0, 0) to (1, 1).

    Each point: this share of mentors, the least shown first, has that share of all
    appearances. The straight line for nobody and where all values are 0.
    """
    ranked = np.sort(values.astype(np.float64))
    if not ranked.sum():
        ranked = np.ones(max(1, len(ranked)))
    share = np.append(0.0, np.cumsum(ranked))
    return np.stack([np.linspace(0, 1, len(share)), share / share[-1]], axis=1)


def top_share(values: Column, percent: int = 10) -> float | None:
    """The share of all appearances that the most shown mentors have.

    ``percent`` of the mentors, rounded up to whole people, at least one. None where
    nobody was shown.
    """
    total = float(values.sum())
    if not total:
        return None
    people = max(1, -(-len(values) * percent // 100))
    return float(np.sort(values)[-people:].sum()) / total


@dataclass(frozen=True)
class FirstAsks:
    """What happens if every goal asks the mentor shown first."""

    asks: int
    fit: int
    #: ``fit / asks``, or None if nobody asks.
    share: float | None


def first_asks(
    scored: Scored, lists: Lists, goals: Goals, mentors: Mentors
) -> FirstAsks:
    """Simulate that every goal with a list asks its first mentor, all at once.

    An ask fits while the mentor has a free place of the goal's kind: of a asks for p
    places of one mentor and kind, min(a, p) fit. Goals without a list ask nobody and
    are not counted here (``coverage`` counts them).
    """
    first = lists.position == 0
    mentor = mentor_rows(mentors, scored.pairs.mentor[lists.pair[first]])
    kind = goals.format[lists.goal[first]]
    asked = np.zeros((len(FORMATS), len(mentors)), np.int64)
    np.add.at(asked, (kind, mentor), 1)
    fit, asks = int(np.minimum(asked, mentors.places()).sum()), int(first.sum())
    return FirstAsks(asks, fit, fit / asks if asks else None)


def unknown_shares(scored: Scored) -> dict[str, float | None]:
    """For each factor, the share of candidate pairs for which it is not known.

    None where there are no candidates at all.
    """
    candidates = int(scored.outcomes.candidates.sum(dtype=np.int64))
    unknown = scored.outcomes.unknown.sum(axis=0, dtype=np.int64)
    return {
        factor: int(count) / candidates if candidates else None
        for factor, count in zip(FACTORS, unknown, strict=True)
    }
