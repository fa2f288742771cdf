"""Whether pairs are alike more often than by chance. It counts pairs; no list goes by it.

A part of the match report, defined for a program of nobody and of one. What would tell
of few people is not found at all, so that nothing has to be hidden afterwards.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from matching.engine.tables import Bools, Column, Int64s

#: 95 of 100 values of a normal distribution lie within so many standard deviations.
_NORMAL = 1.959964


@dataclass(frozen=True, eq=False)
class Pairs:
    """Who began with whom, and whom they could have had. Numbers are rows of people."""

    #: One row per pair, in the order in which they began.
    mentee: Int64s
    mentor: Int64s
    #: Mentors of the program, each once, in an order that lasts.
    pool: Int64s
    #: (people,): which languages each speaks, as a number from 0.
    speaks: Int64s
    #: (kinds, kinds) bool: who can talk with whom; who has not said can with everybody.
    can_talk: Bools


@dataclass(frozen=True, eq=False)
class Trait:
    """Something in which two people can be alike."""

    name: str
    #: (people,): what each said, as a number from 0; −1: not known.
    said: Int64s
    #: What is in each answer, (answers, things) bool; None: an answer is one thing.
    things: Bools | None = None
    #: How many things two answers must share.
    needed: int = 1

    def alike(self, ones: Int64s, others: Int64s) -> Bools:
        """Whether known answers are alike, one by one."""
        if self.things is None:
            same: Bools = ones == others
            return same
        shared = self.things[ones] & self.things[others]
        alike: Bools = shared.sum(axis=1) >= self.needed
        return alike

    def met_by(self, answers: Int64s, known: int) -> Int64s:
        """For each of ``known`` answers, how many of some others are alike to it."""
        if self.things is None:
            return np.bincount(answers, minlength=known)
        kinds, count = np.unique(answers, return_counts=True)
        things = self.things.astype(np.float32)
        met: Int64s = count @ (things[kinds] @ things.T >= self.needed)
        return met


@dataclass(frozen=True)
class Homophily:
    """How many pairs are alike in something, and how many would be by chance."""

    trait: str
    #: Neither fewer than this many pairs nor fewer mentors are told of.
    smallest: int
    pairs: int | None = None
    alike: int | None = None
    #: The share of alike pairs among all pairs of these mentees and the pool's mentors.
    by_chance: float | None = None
    #: Between which shares that of the pairs lies, with 95 % confidence.
    low: float | None = None
    high: float | None = None


def homophily(trait: Trait, pairs: Pairs, smallest: int) -> Homophily:
    """Compare the share of pairs that are alike with the share by chance.

    Pairs count if both answers are known and the two can talk. By chance: of all pairs of
    a mentee of these and a mentor of the pool that do, oneself aside, the share that is
    alike. A mentee of two pairs counts twice. Both are told only as far as ``settled``
    allows, and rounded to hundredths; else there are no numbers at all.

    Notes
    -----
    Time O(languages · (answers + mentors)), where an answer is one thing.
    Source: requirements R100, R106; the interval is Wilson's.
    """
    ones, others = trait.said[pairs.mentee], trait.said[pairs.mentor]
    counts = (ones >= 0) & (others >= 0)
    counts &= pairs.can_talk[pairs.speaks[pairs.mentee], pairs.speaks[pairs.mentor]]
    rows = np.flatnonzero(counts)
    alike = trait.alike(ones[rows], others[rows])
    count = settled(alike, smallest)
    met, could = _by_chance(trait, pairs, pairs.mentee[rows[:count]])
    end = settled(met / could, smallest)
    if not count or not end:
        return Homophily(trait.name, smallest)
    found = int(alike[:count].sum())
    low, high = _interval(found, count)
    by_chance = float(met[:end].sum() / could[:end].sum())
    shares = (round(share, 2) for share in (by_chance, low, high))
    return Homophily(trait.name, smallest, count, found, *shares)


def settled(shares: Column, smallest: int) -> int:
    """How many of the first of a growing list may be told of together.

    What is told grows by whole groups of ``smallest``, and only once what is new holds
    at least ``smallest`` of either kind. So of two reports one of which knows more, the
    difference is of as many people again, and of both kinds.

    Parameters
    ----------
    shares : (n,) bool or float in [0, 1]
        How far each belongs to the first of the two kinds.
    smallest : int, ≥ 1
    """
    told = 0
    total = np.append(0.0, np.cumsum(shares, dtype=np.float64))
    for end in range(smallest, len(shares) + 1, smallest):
        new = float(total[end] - total[told])
        if min(new, end - told - new) >= smallest:
            told = end
    return told


def _by_chance(trait: Trait, pairs: Pairs, mentees: Int64s) -> tuple[Int64s, Int64s]:
    """For each mentor of the pool who could have any of some mentees, in its order: how
    many of them would be alike, and how many there are."""
    said, speaks = trait.said[pairs.pool], pairs.speaks[pairs.pool]
    known = int(trait.said.max(initial=-1)) + 1
    met, could = np.zeros((2, len(pairs.pool)), np.int64)
    for language in np.unique(pairs.speaks[mentees]):
        here = mentees[pairs.speaks[mentees] == language]
        rows = np.flatnonzero((said >= 0) & pairs.can_talk[language, speaks])
        met[rows] += trait.met_by(trait.said[here], known)[said[rows]]
        could[rows] += len(here)
    place = np.full(len(trait.said), -1)
    place[pairs.pool] = np.arange(len(pairs.pool))
    both = mentees[place[mentees] >= 0]  # nobody is their own mentor
    np.subtract.at(could, place[both], 1)
    own = trait.said[both]
    np.subtract.at(met, place[both], trait.alike(own, own).astype(np.int64))
    some = could > 0
    return met[some], could[some]


def _interval(found: int, count: int) -> tuple[float, float]:
    """Wilson's interval of a share: between 0 and 1, and defined for few."""
    share, square = found / count, _NORMAL**2 / count
    middle = share + square / 2
    half = _NORMAL * sqrt(share * (1 - share) / count + square / (4 * count))
    return (middle - half) / (1 + square), (middle + half) / (1 + square)
