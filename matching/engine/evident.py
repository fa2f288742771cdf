"""Of which pairs a page can say what the mentor wrote that bears on the goal.

The same as ``factors.relevance.evidence``, which also says which words those are, but
for many pairs at a time: something quotable is near enough to any part of the goal, or
a counted skill is, or is close to, a wanted one.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.encoders import GRID_COSINE
from matching.engine.candidates import numbers
from matching.engine.factors.close_look import CloseLook
from matching.engine.factors.patched import PatchedLooks
from matching.engine.factors.two_looks import TwoLooks
from matching.engine.scored import Scored
from matching.engine.snapshot import Mentors
from matching.engine.tables import Bools, Int64s
from matching.engine.text.arrays import MentorTexts
from matching.engine.text.passages import Passage, Reading

#: A topic or a story of fewer words is not quoted.
WORDS_OF_A_SENTENCE = 4


def too_short(passage: Passage) -> bool:
    """Whether a passage could be quoted but says too little to be."""
    short = len(passage.original.split()) < WORDS_OF_A_SENTENCE
    return short and passage.kind in ("topic", "story")


def quoted(readings: Sequence[Reading], texts: MentorTexts) -> Bools:
    """Which rows of the mentors' passages a page may quote."""
    may = texts.quotable.copy()
    for mentor, reading in enumerate(readings):
        short = [too_short(passage) for passage in reading.passages]
        rows = texts.rows_of(mentor)
        may[rows[: len(short)]] &= ~np.array(short, np.bool_)[: len(rows)]
    return may


def with_evidence(
    scored: Scored, mentors: Mentors, texts: TwoLooks | PatchedLooks
) -> Scored:
    """The same pairs, and of which there is written evidence."""
    by_id = np.argsort(mentors.id)
    mentor = by_id[numbers(mentors.id[by_id], scored.pairs.mentor)]
    goal, found = scored.goal_rows(), np.zeros(len(mentor), np.bool_)
    for some, looks, rows in texts.parts(mentor):
        may_quote = looks.offered.may_quote
        found[some] = evident(looks.close, may_quote, goal[some], rows)
    return replace(scored, pairs=replace(scored.pairs, evident=found))


def evident(close: CloseLook, may_quote: Bools, goal: Int64s, mentor: Int64s) -> Bools:
    """Whether there is written evidence: (n,) bool.

    ``goal`` and ``mentor`` are row numbers, sorted by goal; ``may_quote`` (passages,).
    """
    goals, mentors, least = close.goals, close.mentors, close.encoder.thresholds
    found = np.zeros(len(goal), np.bool_)
    wanted = np.asarray(goals.wanted.sum(axis=0)).ravel() > 0
    counts = (mentors.skill | may_quote).astype(np.float32)
    for one, pairs, read, products in close.nearness(goal, mentor):
        products *= counts.take(read.place)
        best = np.maximum.reduceat(products, read.segments, axis=1)
        best *= np.float32(GRID_COSINE)
        # Without the last part, which is what the goal implies and nobody said.
        parts = slice(goals.starts[one], goals.starts[one + 1] - 1)
        skill, told = best[:-1, 0::2], best[:-1, 1::2]
        concepts = goals.concept[parts, None]
        listed = mentors.listed[concepts, mentor[pairs]] > 0  # nobody lists concept −1
        covered = (listed | (skill >= least.close)) & wanted[parts, None]
        found[pairs] = (covered | (told >= least.quote)).any(axis=0)
    return found
