"""The close look at pairs of many goals: relevance as it is defined, to the last digit.

Pairs come goal after goal, so that what a goal says is read once. How near a passage
that many mentors have, such as the name of a skill, is to a part of a goal is worked out
in one matrix product for some goals together, and then looked up; for a passage that few
have it is worked out for the pairs that need it. All sums are exact, so both ways give
the same bits.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from matching.encoders import GRID_COSINE, Encoder
from matching.encoders.grid import STEPS
from matching.engine.factors import relevance
from matching.engine.factors.written import (
    Passages,
    Read,
    ranges,
    spread,
    weights_of,
)
from matching.engine.tables import Bools, Float32s, Float64s, Int32s, Int64s, UInt8s
from matching.engine.text.arrays import FRESH, GoalTexts

#: With fewer goals nothing is looked up.
_FEW_GOALS = 16
_PAIRS_AT_ONCE = 4096
_GOALS_TOGETHER, _PAIRS_TOGETHER = 256, 1 << 15
_PER_STEP = np.float32(1 / STEPS)


class Looked(NamedTuple):
    """What a close look at some pairs finds: relevance (n,) float64, and whether
    something that the mentor wrote bears on the goal (n,) bool."""

    relevance: Float64s
    evident: Bools


class CloseLook:
    """The texts of goals and mentors, ready for pairs of many goals."""

    def __init__(self, goals: GoalTexts, passages: Passages, encoder: Encoder) -> None:
        self.goals, self.passages = goals, passages
        self.mentors, self.encoder = passages.texts, encoder
        self.weight, self.total = weights_of(goals)
        self.wanted_ends = goals.wanted.indptr.astype(np.int64)
        self.wanted = goals.wanted.indices.astype(np.int64)
        self.looks_up = len(goals.documents) > _FEW_GOALS

    @cached_property
    def heard(self) -> csr_array:
        """Which of the mentors' words each goal uses: (goals, words)."""
        return self.goals.terms[:, self.passages.words]

    def look(self, goal: Int64s, mentor: Int64s) -> Looked:
        """Relevance of pairs, and where there is evidence; those of a goal together.

        Evidence is the same as of ``relevance.evidence``, which also says which words
        it is: what may be quoted is near enough to any part of the goal, or a counted
        skill is, or is close to, a wanted one.
        """
        found = Looked(np.empty(len(goal)), np.zeros(len(goal), np.bool_))
        for some in _together(goal):
            here = slice(some[0], some[-1])
            values, evident = self._look(goal[here], mentor[here], some - some[0])
            found.relevance[here], found.evident[here] = values, evident
        return found

    def _look(self, goal: Int64s, mentor: Int64s, begins: Int64s) -> Looked:
        """Some goals; ``begins`` is where the pairs of each begin, and the end."""
        ones, count = goal[begins[:-1]], np.diff(begins)
        near = self._nearest(ones, mentor, begins)
        wanted = list(self._wanted(ones, count, mentor))
        blend = relevance.blend(
            self._documents(ones, mentor, begins).astype(np.float64),
            self._passages(ones, count, near.lately),
            self._words(goal, mentor),
            self._coverage(goal, near.lately, wanted),
        )
        curved = relevance.curved(blend, self.goals.filled[goal], self.encoder)
        return Looked(curved, self._bears(near.ever, wanted))

    def _nearest(self, ones: Int64s, mentor: Int64s, begins: Int64s) -> "_Nearest":
        """What each mentor wrote that is nearest to each part of the goal."""
        most = int(np.diff(self.goals.starts)[ones].max(initial=1))
        found = _Nearest.of(most, len(mentor), self.passages.any_old)
        near, read = self._table(ones), self.passages.read(mentor)
        for one, begin, end in zip(ones, begins[:-1], begins[1:], strict=True):
            theirs, some = read.some(begin, end), slice(3 * begin, 3 * end)
            # The last part first: that is what the goal implies, and nobody said.
            first, last = self.goals.starts[one : one + 2]
            parts = self.goals.parts.place[first:last][::-1]
            products = self._products(parts, theirs, near)
            theirs.best(products, found.ever[: len(parts), some])
            if theirs.fresh is not None:
                relevance.fade(products.T, theirs.fresh)
                theirs.best(products, found.lately[: len(parts), some])
        return found

    def _passages(self, ones: Int64s, count: Int64s, lately: Float32s) -> Float64s:
        """By passages: the weighted mean over all parts of the goal. Exact."""
        parts, total = np.diff(self.goals.starts)[ones], np.zeros(lately.shape[1] // 3)
        for turn, near in enumerate(lately):
            has = turn < parts
            part = self.goals.starts[ones + 1] - 1 - turn * has
            nearest = np.maximum(near[0::3], near[1::3])
            np.maximum(nearest, near[2::3], out=nearest)
            total += nearest * np.repeat(self.weight[part] * has, count)
        whole = self.total[ones]
        total /= np.repeat(np.where(whole > 0, whole, 1), count)
        return total

    def _documents(self, ones: Int64s, mentor: Int64s, begins: Int64s) -> Float32s:
        """By whole texts."""
        theirs, mine = self.mentors.documents, self.goals.documents[ones] * _PER_STEP
        place, cosines = theirs.place[mentor], np.empty(len(mentor), np.float32)
        for own, begin, end in zip(mine, begins[:-1], begins[1:], strict=True):
            steps = theirs.steps.take(place[begin:end], axis=0)
            np.matmul(steps.astype(np.float32), own, out=cosines[begin:end])
        return cosines

    def _products(
        self, parts: Int32s, read: Read, near: dict[int, Float32s] | None
    ) -> Float32s:
        """How near passages are to parts, by distinct row: (parts, passages)."""
        steps = self.goals.parts.steps
        if near is None:
            return self.passages.near(steps, parts, read.row)
        products = np.empty((len(parts), len(read.row)), np.float32)
        for out, part in zip(products, parts.tolist(), strict=True):
            near[part].take(read.number, out=out, mode="clip")
        if len(read.own):
            own = self.passages.near(steps, parts, read.row[read.own])
            products[:, read.own] = own
        return products

    def _table(self, ones: Int64s) -> dict[int, Float32s] | None:
        """How near what many mentors have is to each distinct part of some goals."""
        if not self.looks_up:
            return None
        place, _ = spread(self.goals.starts, ones)
        parts = np.unique(self.goals.parts.place[place]).tolist()
        rare = [part for part in parts if part not in self._often]
        near = self.passages.near_many(self.goals.parts.steps[rare])
        return self._often | dict(zip(rare, near, strict=True))

    @cached_property
    def _often(self) -> dict[int, Float32s]:
        """The same for names, and for what else several goals say."""
        parts, passages = self.goals.parts, self.passages
        names = np.unique(parts.place[self.goals.concept >= 0])
        named = zip(
            names.tolist(), passages.near_names(parts.steps[names]), strict=True
        )
        often = {part: near for part, near in named if near is not None}
        count = np.bincount(parts.place, minlength=len(parts.steps))
        count[list(often)] = 0
        several = np.argsort(-count, kind="stable")[: passages.most_rows]
        several = several[count[several] > 1]
        near = passages.near_many(parts.steps[several])
        return often | dict(zip(several.tolist(), near, strict=True))

    def _words(self, goal: Int64s, mentor: Int64s) -> Float64s:
        """The weights of the words that two share, added up; exact."""
        out = np.empty(len(goal))
        for some in ranges(len(goal), _PAIRS_AT_ONCE):
            ones, row = np.unique(goal[some], return_inverse=True)
            asked = self.heard[ones].toarray()
            told = self.passages.told[mentor[some]]
            # Words of the first goal, of the second … as if they were words apart.
            begins = (row * asked.shape[1]).astype(np.int32)
            word = told.indices + np.repeat(begins, np.diff(told.indptr))
            apart = (told.data, word, told.indptr)
            out[some] = csr_array(apart, shape=(len(row), asked.size)) @ asked.ravel()
        return out

    def _wanted(
        self, ones: Int64s, count: Int64s, mentor: Int64s
    ) -> Iterator["_Wanted"]:
        """The first skill that goals want, the second … with each mentor of theirs."""
        begins, wants = self.wanted_ends[ones], np.diff(self.wanted_ends)[ones]
        for turn in range(int(wants.max(initial=0))):
            asks = wants > turn
            part = self.wanted[begins[asks] + turn]
            turned = self.goals.starts[ones[asks] + 1] - 1 - part
            pairs = np.flatnonzero(np.repeat(asks, count))
            each = count[asks]
            concept = np.repeat(self.goals.concept[part], each)
            listed = self.mentors.listed[concept, mentor[pairs]]
            yield _Wanted(pairs, np.repeat(turned, each), listed)

    def _coverage(
        self, goal: Int64s, lately: Float32s, wanted: "list[_Wanted]"
    ) -> Float64s:
        """The share of wanted skills that each mentor lists, or has something near."""
        total = np.zeros(len(goal))
        for skill in wanted:
            share = relevance.rescaled(skill.nearest(lately), self.encoder)
            total[skill.pairs] += np.maximum(share, skill.listed / FRESH)
        shares: Float64s = total / np.maximum(np.diff(self.wanted_ends)[goal], 1)
        return shares

    def _bears(self, ever: Float32s, wanted: "list[_Wanted]") -> Bools:
        """Whether there is evidence, however old: by what is nearest to any part of the
        goal of what may be quoted, and to each wanted skill of the skills."""
        least, cosine = self.encoder.thresholds, np.float32(GRID_COSINE)
        told = ever[1:, 2::3].max(axis=0, initial=0)
        bears: Bools = told * cosine >= least.quote
        for skill in wanted:
            near = skill.nearest(ever) * cosine >= least.close
            bears[skill.pairs] |= near | (skill.listed > 0)
        return bears


class _Nearest(NamedTuple):
    """How near n pairs are by passages: (parts, 3n) float32. A row for each part of the
    goal, its last one first, zeros where the goal has fewer; for each pair the nearest
    skill, the nearest of what no page may quote, and the nearest of what it may; where
    there is nothing of the second, something of the third.

    ``lately`` counts passages by their age, ``ever`` does not.
    """

    ever: Float32s
    lately: Float32s

    @classmethod
    def of(cls, parts: int, pairs: int, any_old: bool) -> "_Nearest":
        ever = np.zeros((parts, 3 * pairs), np.float32)
        return cls(ever, np.zeros_like(ever) if any_old else ever)


class _Wanted(NamedTuple):
    """Pairs whose goals want a skill: which they are, which row of ``_Nearest`` is the
    skill's, and in steps how fresh it is, 0 if the mentor does not list it."""

    pairs: Int64s
    row: Int64s
    listed: UInt8s

    def nearest(self, near: Float32s) -> Float32s:
        """How near the nearest skill of each mentor is."""
        found: Float32s = near.take(self.row * near.shape[1] + 3 * self.pairs)
        return found


def _together(goal: Int64s) -> Iterator[Int64s]:
    """Where the pairs of each goal begin (and the end), some goals at a time: as many
    as are worked on at once. The pairs of a goal lie together."""
    begins = np.append(np.flatnonzero(np.diff(goal, prepend=-1) != 0), len(goal))
    at = 0
    while at < len(begins) - 1:
        limit = np.searchsorted(begins, begins[at] + _PAIRS_TOGETHER, side="right") - 1
        stop = max(at + 1, min(at + _GOALS_TOGETHER, int(limit)))
        yield begins[at : stop + 1]
        at = stop
