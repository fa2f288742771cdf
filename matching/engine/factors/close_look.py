"""The close look at single pairs: relevance as it is defined, to the last digit.

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
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.encoders import GRID_COSINE, Encoder
from matching.encoders.grid import STEPS, from_steps
from matching.engine.factors import relevance
from matching.engine.tables import (
    Bools,
    Column,
    Float32s,
    Float64s,
    Int32s,
    Int64s,
    kept_with,
)
from matching.engine.text.arrays import FRESH, GoalTexts, MentorTexts

#: A passage is looked up if one in so many mentors has it: a number of a large product
#: takes a quarter of the time of one by itself, and few of them are needed.
_ONE_IN = 1000
#: With fewer goals nothing is looked up.
_FEW_GOALS = 16
_FEW_ROWS = 512  # so few are multiplied as they come, though some may be equal
_ROWS_AT_ONCE = 512
_TABLE_BYTES, _LATELY_BYTES = 64 << 20, 32 << 20
_GOALS_TOGETHER, _PAIRS_TOGETHER = 256, 1 << 15
_PER_STEP = np.float32(1 / STEPS)
#: So many goals say the same before that is looked up for one mentor.
_SEVERAL = 4
#: All whole texts, as they lie, are multiplied in the time of one in so many by number.
_QUICKER_IN_ORDER = 3
_MORE_THAN_ANY = 1e9  # words that two can share


class Passages:
    """What the close look reads of mentors, prepared once.

    ``many`` are the distinct passages that many mentors have, ``number`` (distinct,)
    says which of these each is, −1 for none. ``ends`` (2m + 1,) is where the skills and
    the other passages of each mentor begin. ``told`` (m, words) are their words, and
    ``words`` which of all words these are.
    """

    def __init__(self, texts: MentorTexts, words: Int32s, told: csr_array) -> None:
        self.texts, self.words, self.told = texts, words, told
        distinct = len(texts.passages.steps)
        count = np.bincount(texts.passages.place, minlength=distinct)
        self.many: Int64s = np.flatnonzero(count * _ONE_IN >= len(texts.documents))
        self.number: Int32s = np.full(distinct, -1, np.int32)
        self.number[self.many] = np.arange(len(self.many))
        self.ends: Int64s = np.append(texts.starts, len(texts.passages))
        self.any_old = bool((texts.fresh < 1).any())

    @cached_property
    def many_vectors(self) -> Float32s:
        """The vectors of ``many``, taken out of the grid once."""
        return from_steps(self.texts.passages.steps[self.many])


class Read(NamedTuple):
    """The passages of some mentors one after the other: where each stands among all,
    which distinct one it is, which of those that many have (−1 for others), and how much
    it counts by its age; where each mentor's passages begin, and the end, and where
    their two segments begin, skills and others."""

    place: Int64s
    row: Int32s
    number: Int32s
    fresh: Float32s
    ends: Int64s
    segments: Int64s

    def some(self, begin: int, end: int) -> "Read":
        """The passages of the mentors from ``begin`` up to ``end``."""
        first = self.ends[begin]
        here = slice(first, self.ends[end])
        return Read(
            self.place[here],
            self.row[here],
            self.number[here],
            self.fresh[here],
            self.ends[begin : end + 1] - first,
            self.segments[2 * begin : 2 * end] - first,
        )


class CloseLook:
    """The texts of goals and mentors, ready to be looked at pair by pair."""

    def __init__(self, goals: GoalTexts, passages: Passages, encoder: Encoder) -> None:
        self.goals, self.passages = goals, passages
        self.mentors, self.encoder = passages.texts, encoder
        self.weight, self.total = _weights(goals)
        self.wanted_ends = goals.wanted.indptr.astype(np.int64)
        self.wanted = goals.wanted.indices.astype(np.int64)
        self.looks_up = len(goals.documents) > _FEW_GOALS
        self._rare: dict[int, Float32s] = {}
        self._lately = _Lately.nothing(-1, 0)

    @cached_property
    def heard(self) -> csr_array:
        """Which of the mentors' words each goal uses: (goals, words)."""
        return self.goals.terms[:, self.passages.words]

    def look(self, goal: Int64s, mentor: Int64s) -> Float64s:
        """Relevance of pairs that are sorted by goal: (n,) float64."""
        out = np.empty(len(goal))
        for some in _together(goal):
            here = slice(some[0], some[-1])
            out[here] = self._look(goal[here], mentor[here], some - some[0])
        return out

    def evident(self, goal: Int64s, mentor: Int64s, may_quote: Bools) -> Bools:
        """Whether something that the mentor wrote bears on the goal: (n,) bool.

        The same as ``relevance.evidence``, which also says which words those are: what
        may be quoted (``may_quote`` (passages,)) is near enough to any part of the goal,
        or a counted skill is, or is close to, a wanted one. For pairs sorted by goal.
        """
        out = np.zeros(len(goal), np.bool_)
        counts = (self.mentors.skill | may_quote).astype(np.float32)
        for some in _together(goal):
            ones, begins = goal[some[:-1]], some - some[0]
            theirs, found = mentor[some[0] : some[-1]], out[some[0] : some[-1]]
            for one, pairs, read, products in self._nearness(ones, theirs, begins):
                products *= counts.take(read.place)
                best = np.maximum.reduceat(products, read.segments, axis=1)
                found[pairs] = self._bears_on(one, theirs[pairs], best)
        return out

    def _bears_on(self, one: int, mentor: Int64s, best: Float32s) -> Bools:
        """By each part's nearest skill and nearest quotable passage: (mentors,) bool."""
        goals, least = self.goals, self.encoder.thresholds
        best *= np.float32(GRID_COSINE)
        # Without the last part, which is what the goal implies and nobody said.
        parts = slice(goals.starts[one], goals.starts[one + 1] - 1)
        skill, told = best[:-1, 0::2], best[:-1, 1::2]
        # Nobody lists concept −1.
        listed = self.mentors.listed[goals.concept[parts, None], mentor] > 0
        covered = (listed | (skill >= least.close)) & self._is_wanted[parts, None]
        bears: Bools = np.any(covered | (told >= least.quote), axis=0)
        return bears

    @cached_property
    def _is_wanted(self) -> Bools:
        marks = np.zeros(len(self.goals.parts), np.bool_)
        marks[self.wanted] = True
        return marks

    def of_mentor(self, one: int, goal: Int64s) -> Float64s:
        """Relevance of one mentor for many goals, in any order: (n,) float64."""
        parts, ends = spread(self.goals.starts, goal)
        place = self.goals.parts.place.take(parts)
        skills, best = self._nearest(one, _marked(place))
        weighted = self.weight.take(parts) * best.take(place)
        return self._curved(
            one, goal, _sums(weighted, ends), self._words_with(one, goal), skills
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
        theirs = self._read(np.array([one]))
        products = self._by_themselves(new, theirs.row)
        relevance.fade(products.T, theirs.fresh)
        best = np.maximum.reduceat(products, theirs.segments, axis=1)
        near[0, new], near[1, new], known[new] = best[:, 0], best.max(axis=1), True
        return near[0], near[1]

    def _documents_with(self, one: int, goal: Int64s) -> Float64s:
        theirs, mine = self.mentors.documents[one], self.goals.documents
        if len(goal) * _QUICKER_IN_ORDER > len(mine):
            return (mine @ theirs).take(goal).astype(np.float64)
        cosines = np.empty(len(goal), np.float32)
        for some in _ranges(len(goal)):
            np.matmul(mine.take(goal[some], axis=0), theirs, out=cosines[some])
        return cosines.astype(np.float64)

    def _words_with(self, one: int, goal: Int64s) -> Float64s:
        told, words = self.passages.told, self.goals.terms
        theirs = slice(told.indptr[one], told.indptr[one + 1])
        weight = np.zeros(words.shape[1], np.float32)
        weight[self.passages.words[told.indices[theirs]]] = told.data[theirs]
        place, ends = spread(words.indptr, goal)
        return _sums(weight.take(words.indices[place]) * words.data[place], ends)

    def _coverage_by(self, one: int, goal: Int64s, skills: Float32s) -> Float64s:
        """As ``_coverage``; ``skills`` is how near the nearest is to each distinct
        part."""
        place, ends = spread(self.wanted_ends, goal)
        part = self.wanted.take(place)
        near = skills.take(self.goals.parts.place.take(part))
        listed = self.mentors.listed[:, one].take(self.goals.concept.take(part))
        share = relevance.rescaled(near, self.encoder)
        total = _sums(np.maximum(share, listed / FRESH), ends)
        return total / np.maximum(np.diff(ends), 1)

    def _look(self, goal: Int64s, mentor: Int64s, begins: Int64s) -> Float64s:
        """Some goals; ``begins`` is where the pairs of each begin, and the end."""
        ones = goal[begins[:-1]]
        document, passages = np.empty(len(goal), np.float32), np.empty(len(goal))
        most = int(np.diff(self.wanted_ends)[ones].max(initial=0))
        skills = np.zeros((most, len(goal)), np.float32)
        for one, some, read, products in self._nearness(ones, mentor, begins):
            document[some] = self._document(one, mentor[some])
            best_skills, best = self._best(read, products)
            weight = self.weight[self.goals.starts[one] : self.goals.starts[one + 1]]
            passages[some] = weight @ best / (self.total[one] or 1)
            asked = self.wanted[self.wanted_ends[one] : self.wanted_ends[one + 1]]
            for turn, part in enumerate(asked - self.goals.starts[one]):
                skills[turn, some] = best_skills[part]
        blend = relevance.blend(
            document.astype(np.float64),
            passages,
            self._words(goal, mentor),
            self._coverage(goal, mentor, skills),
        )
        return relevance.curved(blend, self.goals.filled[goal], self.encoder)

    def _document(self, one: int, mentor: Int64s) -> Float32s:
        theirs = self.mentors.documents
        steps = theirs.steps.take(theirs.place[mentor], axis=0).astype(np.float32)
        cosines: Float32s = steps @ (self.goals.documents[one] * _PER_STEP)
        return cosines

    def _read(self, mentor: Int64s) -> Read:
        ends = self.passages.ends
        place, last = spread(ends[::2], mentor)
        segments = np.empty(2 * len(mentor), np.int64)
        segments[0::2] = last[:-1]
        segments[1::2] = last[:-1] + ends[2 * mentor + 1] - ends[2 * mentor]
        row = self.mentors.passages.place.take(place)
        number, fresh = self.passages.number.take(row), self.mentors.fresh.take(place)
        return Read(place, row, number, fresh, last, segments)

    def _nearness(
        self, ones: Int64s, mentor: Int64s, begins: Int64s
    ) -> Iterator[tuple[int, slice, Read, Float32s]]:
        """How near what mentors wrote is to what a goal says, goal after goal: the goal,
        which of the pairs are its, what their mentors wrote, and products of its parts
        with that, (parts, passages). ``begins`` as in ``_look``."""
        near, read = self._table(ones), self._read(mentor)
        for one, begin, end in zip(ones, begins[:-1], begins[1:], strict=True):
            theirs = read.some(begin, end)
            parts = slice(self.goals.starts[one], self.goals.starts[one + 1])
            products = self._products(self.goals.parts.place[parts], theirs, near)
            yield int(one), slice(begin, end), theirs, products

    def _best(self, read: Read, products: Float32s) -> tuple[Float32s, Float64s]:
        """Each part's best skill and best passage of each mentor: (parts, mentors)."""
        if self.passages.any_old:
            relevance.fade(products.T, read.fresh)
        best = np.maximum.reduceat(products, read.segments, axis=1)
        skills = best[:, 0::2]
        return skills, np.maximum(skills, best[:, 1::2]).astype(np.float64)

    def _products(self, parts: Int32s, read: Read, near: "_Table | None") -> Float32s:
        """How near passages are to parts, by distinct row: (parts, passages)."""
        if near is None:
            return self._by_themselves(parts, read.row)
        products = np.empty((len(parts), len(read.row)), np.float32)
        for out, part in zip(products, parts.tolist(), strict=True):
            near.row(part).take(read.number, out=out, mode="clip")
        own = np.flatnonzero(read.number < 0)
        if len(own):
            products[:, own] = self._by_themselves(parts, read.row[own])
        return products

    def _by_themselves(self, parts: Column, rows: Int32s) -> Float32s:
        if len(rows) < _FEW_ROWS:
            return self._product(parts, rows)
        distinct, place = np.unique(rows, return_inverse=True)
        return self._product(parts, distinct).take(place, axis=1)

    def _product(self, parts: Column, rows: Int32s) -> Float32s:
        theirs = from_steps(self.mentors.passages.steps[rows]) * _PER_STEP
        products = np.empty((len(parts), len(rows)), np.float32)
        for some in _ranges(len(parts)):
            mine = self.goals.parts.steps.take(parts[some], axis=0)
            np.matmul(mine.astype(np.float32), theirs.T, out=products[some])
        return products

    def _table(self, ones: Int64s) -> "_Table | None":
        """How near what many mentors have is to the parts of some goals.

        What was worked out lately is remembered: after relevance comes evidence.
        """
        if not self.looks_up:
            return None
        place, _ = spread(self.goals.starts, ones)
        parts = np.unique(self.goals.parts.place[place])
        rare = parts[self._often.number[parts] < 0].tolist()
        new = np.array([part for part in rare if part not in self._rare], np.int64)
        self._rare.update(zip(new.tolist(), self._near_many(new), strict=True))
        table = _Table(self._often, {part: self._rare[part] for part in rare})
        room = _LATELY_BYTES // (4 * max(1, len(self.passages.many)))
        for part in list(self._rare)[: max(0, len(self._rare) - room)]:
            del self._rare[part]
        return table

    @cached_property
    def _often(self) -> "_Often":
        """The same for the parts that several goals have, such as names of skills."""
        steps = self.goals.parts.steps
        count = np.bincount(self.goals.parts.place, minlength=len(steps))
        room = _TABLE_BYTES // (4 * max(1, len(self.passages.many)))
        often = np.argsort(-count, kind="stable")[: min(room, int((count > 1).sum()))]
        number = np.full(len(steps), -1, np.int32)
        number[often] = np.arange(len(often))
        return _Often(number, self._near_many(often))

    def _near_many(self, parts: Column) -> Float32s:
        mine = from_steps(self.goals.parts.steps[parts])
        near: Float32s = mine @ self.passages.many_vectors.T
        return near

    def _words(self, goal: Int64s, mentor: Int64s) -> Float64s:
        """The weights of the words that two share, added up; exact."""
        told, ones = self.passages.told, np.unique(goal)
        asked = self.heard[ones].toarray()
        place, ends = spread(told.indptr, mentor)
        row = np.repeat(np.searchsorted(ones, goal) * asked.shape[1], np.diff(ends))
        shared = asked.ravel().take(row + told.indices[place]) * told.data[place]
        return _sums(shared, ends)

    def _coverage(self, goal: Int64s, mentor: Int64s, skills: Float32s) -> Float64s:
        """The share of wanted skills that each mentor lists; ``skills`` (turns, n) is
        how near the nearest is to the goal's first wanted skill, its second …"""
        total, count = np.zeros(len(goal)), np.diff(self.wanted_ends)[goal]
        for turn, near in enumerate(skills):
            asks = np.flatnonzero(count > turn)
            part = self.wanted[self.wanted_ends[goal[asks]] + turn]
            listed = self.mentors.listed[self.goals.concept[part], mentor[asks]]
            share = relevance.rescaled(near[asks], self.encoder)
            total[asks] += np.maximum(share, listed / FRESH)
        shares: Float64s = total / np.maximum(count, 1)
        return shares


def _ranges(count: int) -> Iterator[slice]:
    """Rows that are copied and multiplied while they are in the cache."""
    return (slice(at, at + _ROWS_AT_ONCE) for at in range(0, count, _ROWS_AT_ONCE))


class _Often(NamedTuple):
    """Rows of a table, and the row of each distinct part, −1 for those without one."""

    number: Int32s
    near: Float32s


class _Table:
    """How near each distinct part is to what many mentors have."""

    def __init__(self, often: _Often, rare: dict[int, Float32s]) -> None:
        self.often, self.rare = often, rare

    def row(self, part: int) -> Float32s:
        number = int(self.often.number[part])
        near: Float32s = self.rare[part] if number < 0 else self.often.near[number]
        return near


def _together(goal: Int64s) -> Iterator[Int64s]:
    """Where the pairs of each goal begin (and the end), some goals at a time: as many
    as are worked on at once. Pairs are sorted by goal."""
    begins = np.append(np.flatnonzero(np.diff(goal, prepend=-1)), len(goal))
    at = 0
    while at < len(begins) - 1:
        limit = np.searchsorted(begins, begins[at] + _PAIRS_TOGETHER, side="right") - 1
        stop = max(at + 1, min(at + _GOALS_TOGETHER, int(limit)))
        yield begins[at : stop + 1]
        at = stop


@kept_with
def _weights(goals: GoalTexts) -> tuple[Float64s, Float64s]:
    """The weight of each part, and of all parts of each goal together."""
    each, together = goals.weights.sum(axis=0), goals.weights.sum(axis=1)
    return np.asarray(each, np.float64).ravel(), np.asarray(
        together, np.float64
    ).ravel()


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
    each, _ = _weights(goals)
    told = (each, place, goals.starts.astype(np.int32))
    weights = csr_array(told, shape=(len(goals.filled), distinct))
    return _Several(np.flatnonzero(count >= _SEVERAL), weights)


def _marked(numbers: Int32s) -> Int64s:
    """The different numbers of some, ascending; quicker than sorting many."""
    marks = np.zeros(int(numbers.max(initial=-1)) + 1, np.bool_)
    marks[numbers] = True
    return np.flatnonzero(marks)


def spread(starts: NDArray[np.integer], rows: Int64s) -> tuple[Int64s, Int64s]:
    """The ranges of some rows one after the other: places, and their ends (n + 1,)."""
    first = starts[rows].astype(np.int64)
    count = starts[rows + 1] - first
    ends = np.append(0, np.cumsum(count, dtype=np.int64))
    return np.arange(ends[-1]) + np.repeat(first - ends[:-1], count), ends


def _sums(values: NDArray[np.floating], ends: Int64s) -> Float64s:
    """Sums of consecutive ranges; exact, because all values lie on a grid."""
    running = np.append(0.0, np.cumsum(values, dtype=np.float64))
    sums: Float64s = running[ends[1:]] - running[ends[:-1]]
    return sums
