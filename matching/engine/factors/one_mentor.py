"""One mentor read closely against many goals, such as one who changed what they offer.

Goals say many things alike, so it is worked out for each distinct part of a goal once how
near the mentor's nearest passage is to it. What is found is, to the last digit, what
``close_look`` finds pair by pair.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from matching.encoders import Encoder
from matching.engine.factors import relevance
from matching.engine.factors.written import Passages, ranges, spread, sums, weights_of
from matching.engine.tables import Bools, Float32s, Float64s, Int32s, Int64s, kept_with
from matching.engine.text.arrays import FRESH, GoalTexts

#: So many goals say the same before that is looked up for one mentor.
_SEVERAL = 4
#: All whole texts, as they lie, are multiplied in the time of one in so many by number.
_QUICKER_IN_ORDER = 3
_MORE_THAN_ANY = 1e9  # words that two can share


class OneMentor:
    """The texts of goals and mentors, ready for one mentor and many goals."""

    def __init__(self, goals: GoalTexts, passages: Passages, encoder: Encoder) -> None:
        self.goals, self.passages = goals, passages
        self.mentors, self.encoder = passages.texts, encoder
        self.weight, self.total = weights_of(goals)
        self._lately = _Lately.nothing(-1, 0)

    def look(self, one: int, goal: Int64s) -> Float64s:
        """Relevance of one mentor for many goals, in any order: (n,) float64."""
        parts, ends = spread(self.goals.starts, goal)
        place = self.goals.parts.place.take(parts)
        skills, best = self._nearest(one, _marked(place))
        weighted = self.weight.take(parts) * best.take(place)
        return self._curved(
            one, goal, sums(weighted, ends), self._words_with(one, goal), skills
        )

    def at_most(self, one: int, goal: Int64s) -> Float64s:
        """What relevance of one mentor cannot exceed: (n,) float64.

        Of a goal's parts only those are read that several goals have, such as the names
        of skills. The others, and words, count in full.
        """
        several = _of_several(self.goals)
        skills, best = self._nearest(one, several.rows)
        weighted: Float64s = several.weights @ best
        words = np.full(len(goal), _MORE_THAN_ANY)
        return self._curved(one, goal, weighted.take(goal), words, skills)

    def _curved(
        self,
        one: int,
        goal: Int64s,
        weighted: Float64s,
        words: Float64s,
        skills: Float32s,
    ) -> Float64s:
        """Relevance of one mentor, by the sum of how near each part of a goal is and
        by ``skills``, how near the nearest skill is to each distinct part."""
        total = self.total.take(goal)
        blend = relevance.blend(
            self._documents_with(one, goal),
            weighted / np.where(total > 0, total, 1),
            words,
            self._coverage_by(one, goal, skills),
        )
        return relevance.curved(blend, self.goals.filled.take(goal), self.encoder)

    def _nearest(self, one: int, rows: Int64s) -> tuple[Float32s, Float32s]:
        """How near a mentor's nearest skill, and nearest passage, is to distinct parts:
        two (distinct,), right for some ``rows`` and for those that were asked for
        before, 1 for all others. After what may be comes what is."""
        if self._lately.one != one:
            self._lately = _Lately.nothing(one, len(self.goals.parts.steps))
        _, known, near = self._lately
        new = rows[~known[rows]]
        theirs = self.passages.read(np.array([one]))
        products = self.passages.near(self.goals.parts.steps, new, theirs.row)
        if theirs.fresh is not None:
            relevance.fade(products.T, theirs.fresh)
        best = np.empty((len(new), 3), np.float32)
        theirs.best(products, best)
        near[0, new], near[1, new], known[new] = best[:, 0], best.max(axis=1), True
        return near[0], near[1]

    def _documents_with(self, one: int, goal: Int64s) -> Float64s:
        theirs, mine = self.mentors.documents[one], self.goals.documents
        if len(goal) * _QUICKER_IN_ORDER > len(mine):
            return (mine @ theirs).take(goal).astype(np.float64)
        cosines = np.empty(len(goal), np.float32)
        for some in ranges(len(goal)):
            np.matmul(mine.take(goal[some], axis=0), theirs, out=cosines[some])
        return cosines.astype(np.float64)

    def _words_with(self, one: int, goal: Int64s) -> Float64s:
        told, words = self.passages.told, self.goals.terms
        theirs = slice(told.indptr[one], told.indptr[one + 1])
        weight = np.zeros(words.shape[1], np.float32)
        weight[self.passages.words[told.indices[theirs]]] = told.data[theirs]
        place, ends = spread(words.indptr, goal)
        return sums(weight.take(words.indices[place]) * words.data[place], ends)

    def _coverage_by(self, one: int, goal: Int64s, skills: Float32s) -> Float64s:
        """The share of wanted skills that the mentor lists, by how near the nearest
        skill is to each distinct part."""
        wanted = self.goals.wanted
        place, ends = spread(wanted.indptr, goal)
        part = wanted.indices.take(place)
        near = skills.take(self.goals.parts.place.take(part))
        listed = self.mentors.listed[:, one].take(self.goals.concept.take(part))
        share = relevance.rescaled(near, self.encoder)
        total = sums(np.maximum(share, listed / FRESH), ends)
        return total / np.maximum(np.diff(ends), 1)


class _Lately(NamedTuple):
    """Which distinct parts one mentor was compared with, and what was found."""

    one: int
    known: Bools
    near: Float32s

    @classmethod
    def nothing(cls, one: int, distinct: int) -> "_Lately":
        return cls(
            one, np.zeros(distinct, np.bool_), np.ones((2, distinct), np.float32)
        )


class _Several(NamedTuple):
    """The distinct parts that several goals have, and how much every distinct part
    weighs in each goal: (goals, distinct)."""

    rows: Int64s
    weights: csr_array


@kept_with
def _of_several(goals: GoalTexts) -> _Several:
    place, distinct = goals.parts.place, len(goals.parts.steps)
    count = np.bincount(place, minlength=distinct)
    each, _ = weights_of(goals)
    told = (each, place, goals.starts.astype(np.int32))
    weights = csr_array(told, shape=(len(goals.filled), distinct))
    return _Several(np.flatnonzero(count >= _SEVERAL), weights)


def _marked(numbers: Int32s) -> Int64s:
    """The different numbers of some, ascending; quicker than sorting many."""
    marks = np.zeros(int(numbers.max(initial=-1)) + 1, np.bool_)
    marks[numbers] = True
    return np.flatnonzero(marks)
