"""Relevance for many people: a first look at every pair, a close look at a few.

Comparing every passage of a mentor with every part of a goal takes fifty times as long
as comparing the two whole texts. So the first look goes without passages: it reads the
documents, the words and the wanted skills, and expects of the passages what these three
usually bring along. Its one use is to choose whom to look at closely, and to count who is far
off. Every pair that can be shown has had the close look, which is ``relevance.score``
of that pair to the last digit.

The first look uses nothing but sums that are exact and arithmetic that rounds alike on
every machine, so which pairs are looked at closely does not depend on blocks, workers or
processors.
"""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.encoders import GRID_COSINE, Encoder
from matching.engine.factors import relevance
from matching.engine.tables import Bools, Float32s, Int64s
from matching.engine.text.arrays import NO_TEXT, GoalTexts, MentorTexts
from matching.engine.text.concepts import ConceptSpace

STEPS = 1024
"""The first look gives whole multiples of 1/1024."""
_NEUTRAL = 0.5
_PAIRS_AT_ONCE = 1 << 20

# The blend that the first look expects, given what it sees; the least squares over an
# invented program of 300 goals and 700 mentors, so fitted on nobody's grades. Where
# passages are read, ``relevance.blend`` takes the place of it.
_START, _DOCUMENT, _WORDS, _COVERAGE = 0.075, 0.772, 0.16, 0.114
_FULL = 840  # a multiple of 1 to 8, so that shares of so many skills are whole
_GRADES = 256  # of coverage
_ACROSS = 6  # widths of the logistic curve from one end of the smooth step to the other


class Relevance(Protocol):
    """Where scoring gets relevance from."""

    def first_look(self, goals: slice, mentors: slice, out: Float32s) -> None:
        """Fill (g, m) with whole numbers from 0 to ``STEPS``; unknown is a half."""

    def close_look(self, goal: Int64s, mentor: Int64s) -> Float32s:
        """The factor of single pairs by row numbers: (n,) float32 in [0, 1] or NaN."""

    def unknown(self) -> tuple[Int64s, Bools]:
        """A class for each goal, and for each class and mentor if it is unknown."""


class Given:
    """Relevance that somebody computed before: (goals, mentors) float32, NaN unknown."""

    def __init__(self, values: Float32s) -> None:
        self.values = values

    def first_look(self, goals: slice, mentors: slice, out: Float32s) -> None:
        values = np.nan_to_num(self.values[goals, mentors], nan=_NEUTRAL)
        np.rint(values * np.float32(STEPS), out=out)

    def close_look(self, goal: Int64s, mentor: Int64s) -> Float32s:
        values: Float32s = self.values[goal, mentor]
        return values

    def unknown(self) -> tuple[Int64s, Bools]:
        return np.arange(len(self.values)), np.isnan(self.values)


class Offered:
    """The texts of mentors, prepared for both looks: once for all shards of a run.

    Parameters
    ----------
    texts : MentorTexts
    encoder : Encoder
    space : ConceptSpace
        Of the vocabulary, for skills that a mentor does not list by name.
    """

    def __init__(
        self, texts: MentorTexts, encoder: Encoder, space: ConceptSpace
    ) -> None:
        self.texts, self.encoder = texts, encoder
        #: Which passages a page may quote: (passages,) bool.
        self.may_quote = texts.quotable
        self.documents = np.ascontiguousarray(texts.documents.T)
        self.segments = _segments(texts)
        self.covered = _covered_concepts(texts, encoder, space)
        self.words = np.unique(texts.terms.indices)
        self._told = texts.terms[:, self.words]
        self._tiles: dict[tuple[int, int], _Tile] = {}

    def tile(self, mentors: slice) -> "_Tile":
        """What the first look reads of some mentors; made once."""
        key = (mentors.start, mentors.stop)
        if key not in self._tiles:
            self._tiles[key] = _Tile(
                self.documents[:, mentors],
                np.ascontiguousarray(self.covered[:, mentors]),
                self._told[mentors].T.tocsr(),
                np.flatnonzero(~self.texts.known[mentors]),
            )
        return self._tiles[key]


class _Tile(NamedTuple):
    """Some mentors: documents (dim, t), how far they cover each concept (concepts, t),
    their words (words, t), and who has no text at all."""

    documents: Float32s
    covered: Float32s
    told: csr_array
    silent: Int64s


class TwoLooks:
    """The texts of goals and mentors, ready for both looks."""

    def __init__(self, goals: GoalTexts, offered: Offered) -> None:
        self.goals, self.mentors = goals, offered.texts
        self.offered, self.encoder = offered, offered.encoder
        self._wanted = _wanted_concepts(goals, len(offered.covered))
        self._slopes = _slopes(goals, self.encoder)
        self._heard = goals.terms[:, offered.words]
        self._block = ((0, 0), self._wanted[:0], self._heard[:0])
        self._weight, self._is_wanted = _by_part(goals.weights), _by_part(goals.wanted)

    def first_look(self, goals: slice, mentors: slice, out: Float32s) -> None:
        """See ``Relevance``.

        Three widths to either side of the middle a smooth step goes from 0 to 1, in
        place of the logistic curve, whose exponential would differ in its last bits
        between processors. The two are never more than 0.06 apart.
        """
        tile = self.offered.tile(mentors)
        np.matmul(self.goals.documents[goals], tile.documents, out=out)
        document, coverage, words, start = self._slopes[:, goals, None]
        out *= document
        wanted, heard = self._sparse(goals.start, goals.stop)
        if wanted.nnz:
            covered = wanted @ tile.covered
            covered *= coverage
            out += covered
        _add_words(heard @ tile.told, words, out)
        out += start
        np.clip(out, np.float32(0), np.float32(1), out=out)
        square = out * out
        out *= np.float32(-2)
        out += np.float32(3)
        out *= square
        out *= np.float32(STEPS)
        np.rint(out, out=out)
        out[self.goals.filled[goals] == NO_TEXT] = STEPS * _NEUTRAL
        out[:, tile.silent] = STEPS * _NEUTRAL

    def _sparse(self, start: int, stop: int) -> tuple[csr_array, csr_array]:
        """The wanted concepts and the words of a block of goals, cut out once."""
        if self._block[0] != (start, stop):
            rows = slice(start, stop)
            self._block = ((start, stop), self._wanted[rows], self._heard[rows])
        return self._block[1:]

    def close_look(self, goal: Int64s, mentor: Int64s) -> Float32s:
        """See ``Relevance``; a pair costs about as much as 200 first looks."""
        out = np.empty(len(goal), np.float32)
        order = np.argsort(mentor, kind="stable")
        for start in range(0, len(order), _PAIRS_AT_ONCE):
            some = order[start : start + _PAIRS_AT_ONCE]
            out[some] = self._close(goal[some], mentor[some])
        out[self.goals.filled[goal] == NO_TEXT] = np.nan
        out[~self.mentors.known[mentor]] = np.nan
        return out

    def unknown(self) -> tuple[Int64s, Bools]:
        without: Int64s = (self.goals.filled == NO_TEXT).astype(np.int64)
        known = self.mentors.known
        return without, np.stack([~known, np.ones_like(known)])

    def _close(self, goal: Int64s, mentor: Int64s) -> NDArray[np.float64]:
        """Pairs that are sorted by mentor, so that each mentor is read once."""
        goals, mentors = self.goals, self.mentors
        parts, last_part = _spread(goals.starts, goal)
        words, last_word = _spread(goals.terms.indptr, goal)
        columns, marks = goals.terms.indices[words], goals.terms.data[words]
        document = np.empty(len(goal), np.float32)
        skills, best = np.empty((2, len(parts)), np.float32)
        rare = np.zeros(mentors.terms.shape[1], np.float32)
        of_part = np.repeat(mentor, np.diff(last_part))
        for one, pairs in _groups(mentor):
            begin, middle, end = self.offered.segments[one]
            here = slice(last_part[pairs.start], last_part[pairs.stop])
            # In this order, because OpenBLAS is slow where the left side has few rows.
            near = goals.parts.take(parts[here], axis=0) @ mentors.passages[begin:end].T
            relevance.fade(near.T, mentors.fresh[begin:end])
            near[:, : middle - begin].max(axis=1, out=skills[here])
            near.max(axis=1, out=best[here])
            asked = goals.documents.take(goal[pairs], axis=0)
            np.matmul(asked, mentors.documents[one], out=document[pairs])
            used = slice(*mentors.terms.indptr[one : one + 2])
            rare[mentors.terms.indices[used]] = mentors.terms.data[used]
            heard = slice(last_word[pairs.start], last_word[pairs.stop])
            marks[heard] *= rare[columns[heard]]
            rare[mentors.terms.indices[used]] = 0
        covered = relevance.rescaled(skills, self.encoder)
        listed = mentors.listed[goals.concept[parts], of_part]
        np.maximum(covered, listed, out=covered)
        weight, wanted = self._weight[parts], self._is_wanted[parts]
        blend = relevance.blend(
            document.astype(np.float64),
            _mean(best * weight, weight, last_part),
            _sums(marks, last_word),
            _mean(covered * wanted, wanted, last_part),
        )
        return relevance.curved(blend, goals.filled[goal], self.encoder)


def _add_words(shared: csr_array, slope: Float32s, out: Float32s) -> None:
    """Only pairs that share a word; the sums of weights are exact in any order."""
    count = shared.data / (shared.data + np.float32(relevance.HALF_WORDS))
    row = np.repeat(np.arange(len(out)), np.diff(shared.indptr))
    count *= slope.take(row)
    out[row, shared.indices] += count


def _segments(mentors: MentorTexts) -> Int64s:
    """First passage, first that is no skill, and end of each mentor: (m, 3)."""
    ends = np.append(mentors.starts, len(mentors.passages))
    return np.stack([ends[:-1:2], ends[1::2], ends[2::2]], axis=1)


def _covered_concepts(
    mentors: MentorTexts, encoder: Encoder, space: ConceptSpace
) -> Float32s:
    """How far each mentor's skills cover each concept, in ``_GRADES``: (concepts, m)."""
    concepts = len(mentors.listed) - 1
    covered = np.zeros((concepts, len(mentors.documents)), np.float32)
    for one, (begin, middle, _) in enumerate(_segments(mentors)):
        near = mentors.passages[begin:middle] @ space.centres.T
        relevance.fade(near, mentors.fresh[begin:middle])
        covered[:, one] = relevance.rescaled(near.max(axis=0), encoder)
    np.maximum(covered, mentors.listed[:-1], out=covered)
    graded: Float32s = np.rint(covered * np.float32(_GRADES))
    return graded


def _wanted_concepts(goals: GoalTexts, concepts: int) -> csr_array:
    """The concepts that each goal wants, together ``_FULL``: (goals, concepts)."""
    parts = goals.wanted.indices
    goal = np.repeat(np.arange(len(goals.documents)), np.diff(goals.wanted.indptr))
    named = goals.concept[parts] >= 0
    pairs = np.unique(np.stack([goal[named], goals.concept[parts[named]]]), axis=1)
    all_wanted = np.maximum(np.diff(goals.wanted.indptr), 1)
    each = (_FULL // all_wanted[pairs[0]]).astype(np.float32)
    return csr_array((each, pairs), shape=(len(goals.documents), concepts))


def _slopes(goals: GoalTexts, encoder: Encoder) -> Float32s:
    """What each of the four counts in the smooth step: (4, goals) float32."""
    middle, width = relevance.middles_and_widths(goals.filled, encoder)
    across = _ACROSS * width
    return np.stack(
        [
            _DOCUMENT * GRID_COSINE / across,
            _COVERAGE / (_FULL * _GRADES) / across,
            _WORDS / across,
            (_START - middle) / across + 0.5,
        ]
    ).astype(np.float32)


def _by_part(matrix: csr_array) -> NDArray[np.float64]:
    """The one value in each column of a sparse (goals, parts): (parts,) float64."""
    values: NDArray[np.float64] = np.asarray(matrix.sum(axis=0), np.float64).ravel()
    return values


def _spread(starts: NDArray[np.integer], rows: Int64s) -> tuple[Int64s, Int64s]:
    """The ranges of some rows one after the other: places, and their ends (n + 1,)."""
    first = starts[rows].astype(np.int64)
    count = starts[rows + 1] - first
    ends = np.append(0, np.cumsum(count, dtype=np.int64))
    return np.arange(ends[-1]) + np.repeat(first - ends[:-1], count), ends


def _groups(mentor: Int64s) -> Iterator[tuple[int, slice]]:
    """Each mentor with the range of pairs that are theirs; pairs sorted by mentor."""
    begins = np.flatnonzero(np.diff(mentor, prepend=-1))
    for start, stop in zip(begins, [*begins[1:], len(mentor)], strict=True):
        yield int(mentor[start]), slice(int(start), int(stop))


def _sums(values: NDArray[np.floating], ends: Int64s) -> NDArray[np.float64]:
    """Sums of consecutive ranges; exact, because all values lie on a grid."""
    running = np.append(0.0, np.cumsum(values, dtype=np.float64))
    sums: NDArray[np.float64] = running[ends[1:]] - running[ends[:-1]]
    return sums


def _mean(
    weighted: NDArray[np.float64], weights: NDArray[np.float64], ends: Int64s
) -> NDArray[np.float64]:
    """Sums over the sums of their weights; 0 where nothing has weight."""
    total = _sums(weights, ends)
    return _sums(weighted, ends) / np.where(total > 0, total, 1)
