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

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
from scipy.sparse import csr_array

from matching.encoders import GRID_COSINE, Encoder
from matching.encoders.grid import STEPS as GRID_STEPS
from matching.encoders.grid import from_steps
from matching.engine.factors import relevance
from matching.engine.factors.close_look import CloseLook
from matching.engine.factors.one_mentor import OneMentor
from matching.engine.factors.written import Passages
from matching.engine.tables import (
    Bools,
    Column,
    Float32s,
    Int16s,
    Int64s,
    UInt8s,
    narrow,
)
from matching.engine.text.arrays import FRESH, NO_TEXT, GoalTexts, MentorTexts
from matching.engine.text.concepts import ConceptSpace

STEPS = 1024
"""The first look gives whole multiples of 1/1024."""
_NEUTRAL = 0.5

# The blend that the first look expects, given what it sees; the least squares over an
# invented program of 300 goals and 700 mentors, so fitted on nobody's grades. Where
# passages are read, ``relevance.blend`` takes the place of it.
_START, _DOCUMENT, _WORDS, _COVERAGE = 0.075, 0.772, 0.16, 0.114
_FULL = 840  # a multiple of 1 to 8, so that shares of so many skills are whole
_GRADES = 255  # of coverage
_MENTORS_AT_ONCE = 1024
_FEW_MENTORS = 8  # are read one after the other, not goal by goal
_ACROSS = 6  # widths of the logistic curve from one end of the smooth step to the other


Rows = slice | Int64s
"""A range of goals, or their row numbers."""


class Relevance(Protocol):
    """Where scoring gets relevance from."""

    def first_look(self, goals: Rows, mentors: slice, out: Float32s) -> None:
        """Fill (g, m) with whole numbers from 0 to ``STEPS``; unknown is a half."""

    def close_look(self, goal: Int64s, mentor: Int64s) -> Float32s:
        """The factor of single pairs by row numbers: (n,) float32 in [0, 1] or NaN."""

    def with_evidence(self, goal: Int64s, mentor: Int64s) -> tuple[Float32s, Bools]:
        """The same, and whether the mentor wrote something that bears on the goal."""

    def at_most(self, goal: Int64s, one: int) -> Float32s:
        """What a mentor's relevance for some goals cannot exceed, NaN where it is
        unknown: (n,) float32; quicker than the close look."""

    def unknown(self) -> tuple[Int64s, Bools]:
        """A class for each goal, and for each class and mentor if it is unknown."""


class Given:
    """Relevance that somebody computed before: (goals, mentors) float32, NaN unknown."""

    def __init__(self, values: Float32s) -> None:
        self.values = values

    def first_look(self, goals: Rows, mentors: slice, out: Float32s) -> None:
        values = np.nan_to_num(self.values[goals, mentors], nan=_NEUTRAL)
        np.rint(values * np.float32(STEPS), out=out)

    def close_look(self, goal: Int64s, mentor: Int64s) -> Float32s:
        values: Float32s = self.values[goal, mentor]
        return values

    def with_evidence(self, goal: Int64s, mentor: Int64s) -> tuple[Float32s, Bools]:
        nothing = np.zeros(len(goal), np.bool_)  # numbers are nothing that is written
        return self.close_look(goal, mentor), nothing

    def at_most(self, goal: Int64s, one: int) -> Float32s:
        values: Float32s = self.values[goal, one]
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
    may_quote : (passages,) bool, optional
        Which passages a page may quote, if it is not all that are quotable.
    covered : (concepts, mentors) uint8, optional
        If they have been prepared before: how far skills cover each concept.
    """

    def __init__(
        self,
        texts: MentorTexts,
        encoder: Encoder,
        space: ConceptSpace,
        may_quote: Bools | None = None,
        covered: UInt8s | None = None,
    ) -> None:
        self.texts, self.encoder = texts, encoder
        self.may_quote = texts.quotable if may_quote is None else may_quote
        if covered is None:
            covered = _covered_concepts(texts, encoder, space)
        self.covered = covered
        self.words = np.unique(texts.terms.indices)
        self.told = narrow(_only(texts.terms, self.words))
        self.passages = Passages(texts, self.words, self.told, self.may_quote)
        self._tiles: dict[tuple[int, int], _Tile] = {}

    def to_arrays(self) -> dict[str, Column]:
        """Everything that took time to prepare, as plain arrays."""
        more = {"covered": self.covered, "may_quote": self.may_quote}
        return self.texts.to_arrays() | more

    @classmethod
    def from_arrays(
        cls, arrays: Mapping[str, Column], encoder: Encoder, space: ConceptSpace
    ) -> "Offered":
        """What ``to_arrays`` took apart; nothing is copied that is large."""
        texts = MentorTexts.from_arrays(arrays)
        return cls(texts, encoder, space, arrays["may_quote"], arrays["covered"])

    def facing(self, goals: GoalTexts) -> "TwoLooks":
        """These mentors and some goals, ready for both looks."""
        return TwoLooks(goals, self)

    def tile(self, mentors: slice) -> "_Tile":
        """What the first look reads of some mentors; made once."""
        key = (mentors.start, mentors.stop)
        if key not in self._tiles:
            self._tiles[key] = _Tile(
                self.texts.documents.cut(mentors),
                self.covered[:, mentors],
                self.told[mentors].T.tocsr(),
                np.flatnonzero(~self.texts.known[mentors]),
            )
        return self._tiles[key]


class _Tile(NamedTuple):
    """Some mentors: documents in steps (t, dim), how far they cover each concept
    (concepts, t), their words (words, t), and who has no text at all."""

    documents: Int16s
    covered: UInt8s
    told: csr_array
    silent: Int64s


class TwoLooks:
    """The texts of goals and mentors, ready for both looks."""

    def __init__(self, goals: GoalTexts, offered: Offered) -> None:
        self.goals, self.mentors = goals, offered.texts
        self.offered, self.encoder = offered, offered.encoder
        self._block: tuple[Rows, _Block] | None = None
        self.close = CloseLook(goals, offered.passages, self.encoder)
        self.one_mentor = OneMentor(goals, offered.passages, self.encoder)

    @cached_property
    def _wanted(self) -> csr_array:
        return _wanted_concepts(self.goals, len(self.offered.covered))

    @cached_property
    def _slopes(self) -> Float32s:
        return _slopes(self.goals, self.encoder)

    def first_look(self, goals: Rows, mentors: slice, out: Float32s) -> None:
        """See ``Relevance``.

        Three widths to either side of the middle a smooth step goes from 0 to 1, in
        place of the logistic curve, whose exponential would differ in its last bits
        between processors. The two are never more than 0.06 apart.
        """
        tile, block = self.offered.tile(mentors), self._of(goals)
        np.matmul(block.documents, tile.documents.astype(np.float32).T, out=out)
        document, coverage, words, start = self._slopes[:, goals, None]
        out *= document
        if block.wanted.nnz:
            covered = block.wanted @ tile.covered[block.concepts].astype(np.float32)
            covered *= coverage
            out += covered
        _add_words(block.heard @ tile.told, words, out)
        out += start
        np.clip(out, np.float32(0), np.float32(1), out=out)
        square = out * out
        out *= np.float32(-2 * STEPS)
        out += np.float32(3 * STEPS)
        out *= square
        np.rint(out, out=out)
        out[self.goals.filled[goals] == NO_TEXT] = STEPS * _NEUTRAL
        out[:, tile.silent] = STEPS * _NEUTRAL

    def _of(self, goals: Rows) -> "_Block":
        """Goals as the first look reads them, cut out once for one tile after another."""
        if self._block is None or self._block[0] is not goals:
            self._block = goals, _Block.of(self, goals)
        return self._block[1]

    def close_look(self, goal: Int64s, mentor: Int64s) -> Float32s:
        """See ``Relevance``; a pair costs about as much as 40 first looks."""
        mentors = len(self.mentors.documents)
        if mentors > _FEW_MENTORS:
            return self.with_evidence(goal, mentor)[0]
        out = np.empty(len(goal), np.float32)
        for one in range(mentors):
            here = np.flatnonzero(mentor == one)
            out[here] = self.one_mentor.look(one, goal[here])
        return self._known(goal, mentor, out)

    def with_evidence(self, goal: Int64s, mentor: Int64s) -> tuple[Float32s, Bools]:
        """See ``Relevance``."""
        order = np.argsort(goal, kind="stable")
        found = self.close.look(goal[order], mentor[order])
        values, evident = np.empty(len(goal), np.float32), np.empty(len(goal), np.bool_)
        values[order], evident[order] = found
        return self._known(goal, mentor, values), evident

    def _known(self, goal: Int64s, mentor: Int64s, values: Float32s) -> Float32s:
        """Unknown where one of the two has no text at all."""
        values[self.goals.filled[goal] == NO_TEXT] = np.nan
        values[~self.mentors.known[mentor]] = np.nan
        return values

    def at_most(self, goal: Int64s, one: int) -> Float32s:
        """See ``Relevance``."""
        if not self.mentors.known[one]:
            return np.full(len(goal), np.nan, np.float32)
        most = self.one_mentor.at_most(one, goal).astype(np.float32)
        most[self.goals.filled.take(goal) == NO_TEXT] = np.nan
        return most

    def unknown(self) -> tuple[Int64s, Bools]:
        without: Int64s = (self.goals.filled == NO_TEXT).astype(np.int64)
        known = self.mentors.known
        return without, np.stack([~known, np.ones_like(known)])


class _Block(NamedTuple):
    """Some goals: documents (g, dim) in steps, the concepts that any of them wants, how
    much each wants of these (g, concepts), and their words (g, words)."""

    documents: Float32s
    concepts: Column
    wanted: csr_array
    heard: csr_array

    @classmethod
    def of(cls, looks: TwoLooks, span: Rows) -> "_Block":
        wanted = looks._wanted[span]
        concepts, column = np.unique(wanted.indices, return_inverse=True)
        some = (wanted.data, column, wanted.indptr)
        return cls(
            looks.goals.documents[span] * np.float32(1 / GRID_STEPS),
            concepts,
            narrow(csr_array(some, shape=(wanted.shape[0], len(concepts)))),
            narrow(looks.close.heard[span]),
        )


def _only(terms: csr_array, words: Column) -> csr_array:
    """The columns that are used; of few rows without going through all columns."""
    if terms.shape[0] > _FEW_MENTORS:
        return terms[:, words]
    some = terms.data, np.searchsorted(words, terms.indices), terms.indptr
    return csr_array(some, shape=(terms.shape[0], len(words)))


def _add_words(shared: csr_array, slope: Float32s, out: Float32s) -> None:
    """Only pairs that share a word; the sums of weights are exact in any order."""
    count, each = shared.data, np.diff(shared.indptr)
    count /= count + np.float32(relevance.HALF_WORDS)
    count *= np.repeat(slope.ravel(), each)
    place = np.repeat(np.arange(0, out.size, out.shape[1]), each)
    place += shared.indices
    flat = out.reshape(-1, copy=False)
    count += flat.take(place)
    flat[place] = count


def _covered_concepts(
    mentors: MentorTexts, encoder: Encoder, space: ConceptSpace
) -> UInt8s:
    """How far each mentor's skills cover each concept, in ``_GRADES``: (concepts, m)."""
    covered = np.zeros((len(mentors.listed) - 1, len(mentors.documents)), np.uint8)
    near = from_steps(mentors.passages.steps) @ space.centres.T
    for start in range(0, covered.shape[1], _MENTORS_AT_ONCE):
        some = slice(start, min(start + _MENTORS_AT_ONCE, covered.shape[1]))
        begins = mentors.starts[2 * some.start : 2 * some.stop : 2]
        skills = slice(begins[0], mentors.starts[2 * some.stop - 1])
        each = near.take(mentors.passages.place[skills], axis=0)
        relevance.fade(each, mentors.fresh[skills])
        # Up to the next mentor's skills; what is no skill counts nothing.
        each[~mentors.skill[skills]] = 0
        best = np.maximum.reduceat(each, begins - begins[0], axis=0)
        share = relevance.rescaled(best, encoder)
        listed = mentors.listed[:-1, some] / FRESH
        covered[:, some] = np.rint(np.maximum(share.T, listed) * _GRADES)
    return covered


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
