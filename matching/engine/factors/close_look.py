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
    Int16s,
    Int32s,
    Int64s,
    UInt8s,
    kept_with,
)
from matching.engine.text.arrays import FRESH, GoalTexts, MentorTexts

#: A passage is looked up if one in so many mentors has it: by itself, a number takes so
#: many times as long as in a large product, of which few numbers are needed.
_ONE_IN = 5000
#: With fewer goals nothing is looked up.
_FEW_GOALS = 16
_FEW_ROWS = 512  # so few are multiplied as they come, though some may be equal
_ROWS_AT_ONCE, _PAIRS_AT_ONCE = 512, 4096
_TABLE_BYTES = 64 << 20
_GOALS_TOGETHER, _PAIRS_TOGETHER = 256, 1 << 15
_PER_STEP = np.float32(1 / STEPS)
#: So many goals say the same before that is looked up for one mentor.
_SEVERAL = 4
#: All whole texts, as they lie, are multiplied in the time of one in so many by number.
_QUICKER_IN_ORDER = 3
_MORE_THAN_ANY = 1e9  # words that two can share


class Passages:
    """What the close look reads of mentors, prepared once.

    The passages of each mentor stand in three segments: skills, what a page may quote,
    and the others; each has a row of zeros. ``place`` (n,) says where each stands among
    all, and ``ends`` (3m + 1,) where segments begin. ``many`` are the distinct passages
    that many mentors have, ``number`` (distinct,) says which of these each is, −1 for
    none. ``told`` (m, words) are their words, and ``words`` which of all words these
    are.
    """

    def __init__(
        self, texts: MentorTexts, words: Int32s, told: csr_array, may_quote: Bools
    ) -> None:
        self.texts, self.words, self.told = texts, words, told
        self.any_old = bool((texts.fresh < 1).any())
        self.place, self.ends = _in_segments(texts, may_quote)
        distinct = len(texts.passages.steps)
        count = np.bincount(texts.passages.place, minlength=distinct)
        self.many: Int64s = np.flatnonzero(count * _ONE_IN >= len(texts.documents))
        self.number: Int32s = np.full(distinct, -1, np.int32)
        self.number[self.many] = np.arange(len(self.many))
        self._names = _Names({}, np.empty((0, len(self.many)), np.float32))

    @cached_property
    def many_vectors(self) -> Float32s:
        """The vectors of ``many``, taken out of the grid once."""
        return from_steps(self.texts.passages.steps[self.many])

    def near_many(self, steps: Int16s) -> Float32s:
        """How near ``many`` are to some vectors: (vectors, many)."""
        near: Float32s = from_steps(steps) @ self.many_vectors.T
        return near

    def near_names(self, steps: Int16s) -> tuple[Int64s, Float32s]:
        """The same of names, which goals use again and again: worked out once.

        Returns
        -------
        (vectors,) int64 and (rows, many) float32
            The row of each, or −1 where there is no room for more.
        """
        names = self._names
        keys = [row.tobytes() for row in steps]
        new = {key: at for at, key in enumerate(keys) if key not in names.row}
        room = _TABLE_BYTES // (4 * max(1, len(self.many))) - len(names.row)
        if new and room > 0:
            added = dict(list(new.items())[:room])
            more = self.near_many(steps[list(added.values())])
            first = len(names.row)
            names = _Names(
                names.row | {key: first + n for n, key in enumerate(added)},
                np.concatenate([names.near, more]),
            )
            self._names = names  # at once, for other threads
        row = np.array([names.row.get(key, -1) for key in keys], np.int64)
        return row, names.near


class _Names(NamedTuple):
    """Rows of a table by the bytes of a vector."""

    row: dict[bytes, int]
    near: Float32s


def _in_segments(texts: MentorTexts, may_quote: Bools) -> tuple[Int32s, Int64s]:
    starts = texts.starts.astype(np.int64)
    mentors, others = len(starts) // 2, starts[1::2]
    of = np.searchsorted(starts, np.arange(len(texts.passages)), side="right") - 1
    mentor, is_other = of // 2, of % 2 == 1
    zeros = np.zeros(len(of), np.bool_)
    zeros[others] = True
    segment = 3 * mentor + is_other * np.where(may_quote | zeros, 1, 2)
    # The zeros of the others stand in the last segment, too.
    segment = np.append(segment, 3 * np.arange(mentors) + 2)
    place = np.append(np.arange(len(of)), others)
    order = np.argsort(segment, kind="stable")
    count = np.bincount(segment, minlength=3 * mentors)
    return place[order].astype(np.int32), np.append(0, np.cumsum(count))


class Read(NamedTuple):
    """The passages of some mentors one after the other: which distinct one each is,
    which of those that many have (−1 for others), and how much it counts by its age;
    where each mentor's passages begin, and the end, and where their segments begin."""

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
            self.row[here],
            self.number[here],
            self.fresh[here],
            self.ends[begin : end + 1] - first,
            self.segments[3 * begin : 3 * end] - first,
        )


class Looked(NamedTuple):
    """What a close look at some pairs finds: relevance (n,) float64, and whether
    something that the mentor wrote bears on the goal (n,) bool."""

    relevance: Float64s
    evident: Bools


class CloseLook:
    """The texts of goals and mentors, ready to be looked at pair by pair."""

    def __init__(self, goals: GoalTexts, passages: Passages, encoder: Encoder) -> None:
        self.goals, self.passages = goals, passages
        self.mentors, self.encoder = passages.texts, encoder
        self.weight, self.total = _weights(goals)
        self.wanted_ends = goals.wanted.indptr.astype(np.int64)
        self.wanted = goals.wanted.indices.astype(np.int64)
        self.looks_up = len(goals.documents) > _FEW_GOALS
        self._lately = _Lately.nothing(-1, 0)

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

    def _look(self, goal: Int64s, mentor: Int64s, begins: Int64s) -> Looked:
        """Some goals; ``begins`` is where the pairs of each begin, and the end."""
        ones = goal[begins[:-1]]
        document, passages = np.empty(len(goal), np.float32), np.empty(len(goal))
        turns = int(np.diff(self.wanted_ends)[ones].max(initial=0))
        skills, told = np.zeros((turns, len(goal)), np.float32), np.zeros(len(goal))
        ever = skills if not self.passages.any_old else np.zeros_like(skills)
        for one, some, read, products in self._nearness(ones, mentor, begins):
            first, last = self.goals.starts[one : one + 2]
            asked = self.wanted[self.wanted_ends[one] : self.wanted_ends[one + 1]]
            asked = asked - first
            best = np.maximum.reduceat(products, read.segments, axis=1)
            # Without the last part, which is what the goal implies and nobody said.
            told[some] = best[:-1, 1::3].max(axis=0, initial=0)
            if self.passages.any_old:
                ever[: len(asked), some] = best[asked, 0::3]
                relevance.fade(products.T, read.fresh)
                best = np.maximum.reduceat(products, read.segments, axis=1)
            skills[: len(asked), some] = best[asked, 0::3]
            nearest = np.maximum(best[:, 0::3], best[:, 1::3])
            nearest = np.maximum(nearest, best[:, 2::3]).astype(np.float64)
            passages[some] = self.weight[first:last] @ nearest / (self.total[one] or 1)
            document[some] = self._document(one, mentor[some])
        wanted = [self._wanted(goal, mentor, turn) for turn in range(turns)]
        blend = relevance.blend(
            document.astype(np.float64),
            passages,
            self._words(goal, mentor),
            self._coverage(goal, skills, wanted),
        )
        curved = relevance.curved(blend, self.goals.filled[goal], self.encoder)
        return Looked(curved, self._bears(told, ever, wanted))

    def _document(self, one: int, mentor: Int64s) -> Float32s:
        theirs = self.mentors.documents
        steps = theirs.steps.take(theirs.place[mentor], axis=0).astype(np.float32)
        cosines: Float32s = steps @ (self.goals.documents[one] * _PER_STEP)
        return cosines

    def _read(self, mentor: Int64s) -> Read:
        ends = self.passages.ends
        at, last = spread(ends[::3], mentor)
        place = self.passages.place.take(at)
        row = self.mentors.passages.place.take(place)
        segments = np.empty((len(mentor), 3), np.int64)
        segments[:, 0] = last[:-1]
        for segment in (1, 2):
            segments[:, segment] = ends[segment::3].take(mentor) + last[:-1]
            segments[:, segment] -= ends[::3].take(mentor)
        return Read(
            row,
            self.passages.number.take(row),
            self.mentors.fresh.take(place),
            last,
            segments.ravel(),
        )

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

    def _products(
        self, parts: Int32s, read: Read, near: dict[int, Float32s] | None
    ) -> Float32s:
        """How near passages are to parts, by distinct row: (parts, passages)."""
        if near is None:
            return self._by_themselves(parts, read.row)
        products = np.empty((len(parts), len(read.row)), np.float32)
        for out, part in zip(products, parts.tolist(), strict=True):
            near[part].take(read.number, out=out, mode="clip")
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

    def _table(self, ones: Int64s) -> dict[int, Float32s] | None:
        """How near what many mentors have is to each distinct part of some goals."""
        if not self.looks_up:
            return None
        place, _ = spread(self.goals.starts, ones)
        parts = np.unique(self.goals.parts.place[place])
        has_row = self._often.row[parts] >= 0
        often, rare = parts[has_row], parts[~has_row]
        near = self.passages.near_many(self.goals.parts.steps[rare])
        table = dict(zip(rare.tolist(), near, strict=True))
        return table | dict(zip(often.tolist(), self._often.rows(often), strict=True))

    @cached_property
    def _often(self) -> "_Often":
        """The same for names, and for what else several goals say."""
        parts = self.goals.parts
        is_name = np.zeros(len(parts.steps), np.bool_)
        is_name[parts.place[self.goals.concept >= 0]] = True
        names = np.flatnonzero(is_name)
        row = np.full(len(parts.steps), -1, np.int64)
        row[names], named = self.passages.near_names(parts.steps[names])
        count = np.bincount(parts.place, minlength=len(parts.steps))
        several = np.flatnonzero((count > 1) & (row < 0))
        room = _TABLE_BYTES // (4 * max(1, len(self.passages.many)))
        several = several[np.argsort(-count[several], kind="stable")[:room]]
        row[several] = len(named) + np.arange(len(several))
        return _Often(row, named, self.passages.near_many(parts.steps[several]))

    def _words(self, goal: Int64s, mentor: Int64s) -> Float64s:
        """The weights of the words that two share, added up; exact."""
        told, ones = self.passages.told, np.unique(goal)
        asked = self.heard[ones].toarray()
        row = (np.searchsorted(ones, goal) * asked.shape[1]).astype(np.int32)
        out = np.empty(len(goal))
        for some in _ranges(len(goal), _PAIRS_AT_ONCE):
            place, ends = spread(told.indptr, mentor[some])
            word = told.indices.take(place)
            word += np.repeat(row[some], np.diff(ends))
            shared = asked.ravel().take(word)
            shared *= told.data.take(place)
            out[some] = _sums(shared, ends)
        return out

    def _wanted(self, goal: Int64s, mentor: Int64s, turn: int) -> "_Wanted":
        """Which pairs' goals want so many skills, and how recently the mentors used
        the next of them, where they list it."""
        begins = self.wanted_ends[goal]
        asks = np.flatnonzero(self.wanted_ends[goal + 1] - begins > turn)
        concept = self.goals.concept[self.wanted[begins[asks] + turn]]
        return _Wanted(asks, self.mentors.listed[concept, mentor[asks]])

    def _coverage(
        self, goal: Int64s, skills: Float32s, wanted: "list[_Wanted]"
    ) -> Float64s:
        """The share of wanted skills that each mentor lists; ``skills`` (turns, n) is
        how near the nearest is to the goal's first wanted skill, its second …"""
        total = np.zeros(len(goal))
        for near, (asks, listed) in zip(skills, wanted, strict=True):
            share = relevance.rescaled(near[asks], self.encoder)
            total[asks] += np.maximum(share, listed / FRESH)
        shares: Float64s = total / np.maximum(np.diff(self.wanted_ends)[goal], 1)
        return shares

    def _bears(
        self, told: Float64s, skills: Float32s, wanted: "list[_Wanted]"
    ) -> Bools:
        """Whether there is evidence, however old: by what is nearest to any part of the
        goal of what may be quoted, and to each wanted skill of the skills."""
        least, cosine = self.encoder.thresholds, np.float32(GRID_COSINE)
        bears: Bools = told.astype(np.float32) * cosine >= least.quote
        for near, (asks, listed) in zip(skills, wanted, strict=True):
            bears[asks] |= (near[asks] * cosine >= least.close) | (listed > 0)
        return bears


class _Wanted(NamedTuple):
    """Pairs whose goals want a skill, and in steps how fresh it is, 0 if not listed."""

    asks: Int64s
    listed: UInt8s


def _ranges(count: int, size: int = _ROWS_AT_ONCE) -> Iterator[slice]:
    """So few rows at a time that they stay in the cache."""
    return (slice(at, at + size) for at in range(0, count, size))


class _Often(NamedTuple):
    """The row of each distinct part, −1 for those without one; rows of names come
    before those of ``others``."""

    row: Int64s
    named: Float32s
    others: Float32s

    def rows(self, parts: Int32s) -> list[Float32s]:
        """How near each of some parts, which have rows, is to what many mentors have."""
        first = len(self.named)
        return [
            self.named[row] if row < first else self.others[row - first]
            for row in self.row[parts].tolist()
        ]


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
