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
    sums,
    weights_of,
)
from matching.engine.tables import (
    Bools,
    Float32s,
    Float64s,
    Int16s,
    Int32s,
    Int64s,
    UInt8s,
)
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

    def __init__(
        self, goals: GoalTexts, passages: Passages, encoder: Encoder, akin: Int16s
    ) -> None:
        self.goals, self.passages, self.akin = goals, passages, akin
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
        it is: what may be quoted answers a part of the goal, or a counted skill is, or
        is close to, a wanted one.
        """
        found = Looked(np.empty(len(goal)), np.zeros(len(goal), np.bool_))
        for some in _together(goal):
            here = slice(some[0], some[-1])
            values, evident = self._look(goal[here], mentor[here], some - some[0])
            found.relevance[here], found.evident[here] = values, evident
        return found

    def _look(self, goal: Int64s, mentor: Int64s, begins: Int64s) -> Looked:
        """Some goals; ``begins`` is where the pairs of each begin, and the end."""
        ones = goal[begins[:-1]]
        turns = int(np.diff(self.wanted_ends)[ones].max(initial=0))
        near = _Nearest.of(turns, len(goal), self.passages.any_old)
        for one, some, read, products in self._nearness(ones, mentor, begins):
            self._compare(one, read, products, near, some)
            near.document[some] = self._document(one, mentor[some])
        wanted = [self._wanted(goal, mentor, turn) for turn in range(turns)]
        blend = relevance.blend(
            near.document.astype(np.float64),
            near.passages,
            self._words(goal, mentor),
            self._coverage(goal, near.skills, wanted),
        )
        curved = relevance.curved(blend, self.goals.filled[goal], self.encoder)
        told = near.told + curved >= self.encoder.thresholds.answers
        return Looked(curved, self._bears(told, near.ever, wanted))

    def _compare(
        self, one: int, read: Read, products: Float32s, near: "_Nearest", some: slice
    ) -> None:
        """Note what is nearest to a goal; ``some`` of the pairs are its."""
        first, last = self.goals.starts[one : one + 2]
        asked = self.wanted[self.wanted_ends[one] : self.wanted_ends[one + 1]] - first
        best = np.maximum.reduceat(products, read.segments, axis=1)
        # Without the last part, which is what the goal implies and nobody said.
        near.told[some] = relevance.nearer_than_usual(
            best[:-1, 1::3], self.goals.usual[first : last - 1], self.encoder
        ).max(axis=0, initial=-np.inf)
        if self.passages.any_old:
            near.ever[: len(asked), some] = best[asked, 0::3]
            relevance.fade(products.T, read.fresh)
            best = np.maximum.reduceat(products, read.segments, axis=1)
        near.skills[: len(asked), some] = best[asked, 0::3]
        nearest = np.maximum(best[:, 0::3], best[:, 1::3])
        nearest = np.maximum(nearest, best[:, 2::3]).astype(np.float64)
        weighted = self.weight[first:last] @ nearest
        near.passages[some] = weighted / (self.total[one] or 1)

    def _document(self, one: int, mentor: Int64s) -> Float32s:
        theirs = self.mentors.documents
        steps = theirs.steps.take(theirs.place[mentor], axis=0).astype(np.float32)
        cosines: Float32s = steps @ (self.goals.documents[one] * _PER_STEP)
        return cosines

    def _nearness(
        self, ones: Int64s, mentor: Int64s, begins: Int64s
    ) -> Iterator[tuple[int, slice, Read, Float32s]]:
        """How near what mentors wrote is to what a goal says, goal after goal: the goal,
        which of the pairs are its, what their mentors wrote, and products of its parts
        with that, (parts, passages). ``begins`` as in ``_look``."""
        near, read = self._table(ones), self.passages.read(mentor)
        for one, begin, end in zip(ones, begins[:-1], begins[1:], strict=True):
            theirs = read.some(begin, end)
            parts = slice(self.goals.starts[one], self.goals.starts[one + 1])
            products = self._products(self.goals.parts.place[parts], theirs, near)
            yield int(one), slice(begin, end), theirs, products

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
        own = np.flatnonzero(read.number < 0)
        if len(own):
            products[:, own] = self.passages.near(steps, parts, read.row[own])
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
        told, ones = self.passages.told, np.unique(goal)
        asked = self.heard[ones].toarray()
        row = (np.searchsorted(ones, goal) * asked.shape[1]).astype(np.int32)
        out = np.empty(len(goal))
        for some in ranges(len(goal), _PAIRS_AT_ONCE):
            place, ends = spread(told.indptr, mentor[some])
            word = told.indices.take(place)
            word += np.repeat(row[some], np.diff(ends))
            shared = asked.ravel().take(word)
            shared *= told.data.take(place)
            out[some] = sums(shared, ends)
        return out

    def _wanted(self, goal: Int64s, mentor: Int64s, turn: int) -> "_Wanted":
        """Which pairs' goals want so many skills, and how recently the mentors used
        the next of them, where they list it."""
        begins = self.wanted_ends[goal]
        asks = np.flatnonzero(self.wanted_ends[goal + 1] - begins > turn)
        concept = self.goals.concept[self.wanted[begins[asks] + turn]]
        listed, theirs = self.mentors.listed, mentor[asks]
        akin = listed[self.akin[concept], theirs[:, None]].any(axis=1)
        return _Wanted(asks, listed[concept, theirs], akin, concept < 0)

    def _coverage(
        self, goal: Int64s, skills: Float32s, wanted: "list[_Wanted]"
    ) -> Float64s:
        """The share of wanted skills that each mentor lists; ``skills`` (turns, n) is
        how near the nearest is to the goal's first wanted skill, its second …"""
        total = np.zeros(len(goal))
        for near, (asks, listed, _, _) in zip(skills, wanted, strict=True):
            share = relevance.rescaled(near[asks], self.encoder)
            total[asks] += np.maximum(share, listed / FRESH)
        shares: Float64s = total / np.maximum(np.diff(self.wanted_ends)[goal], 1)
        return shares

    def _bears(self, bears: Bools, skills: Float32s, wanted: "list[_Wanted]") -> Bools:
        """Whether there is evidence, however old: by what may be quoted, which is
        known, or by a counted skill that is, or is close to, a wanted one."""
        least, cosine = self.encoder.thresholds.covers, np.float32(GRID_COSINE)
        for near, (asks, listed, akin, own_words) in zip(skills, wanted, strict=True):
            close = np.where(own_words, near[asks] * cosine >= least, akin)
            bears[asks] |= close | (listed > 0)
        return bears


class _Nearest(NamedTuple):
    """How near n pairs are: by whole texts, and by passages, the weighted mean over all
    parts of the goal; by what may be quoted, how much nearer than usual to any part; and
    by skills, (turns, n), the nearest to the goal's first wanted skill, its second …

    ``ever`` is as ``skills``, however old they are.
    """

    document: Float32s
    passages: Float64s
    told: Float64s
    skills: Float32s
    ever: Float32s

    @classmethod
    def of(cls, turns: int, pairs: int, any_old: bool) -> "_Nearest":
        skills = np.zeros((turns, pairs), np.float32)
        return cls(
            np.empty(pairs, np.float32),
            np.empty(pairs),
            np.zeros(pairs),
            skills,
            np.zeros_like(skills) if any_old else skills,
        )


class _Wanted(NamedTuple):
    """Pairs whose goals want a skill, and in steps how fresh it is, 0 if not listed;
    whether one akin to it is listed, and whether it is in words of the mentee's own."""

    asks: Int64s
    listed: UInt8s
    akin: Bools
    own_words: Bools


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
