"""Of which pairs a page can say what the mentor wrote that bears on the goal.

The same as ``factors.relevance.evidence``, which also says which words those are, but
for many pairs at a time: something quotable is near enough to any part of the goal, or
a counted skill is, or is close to, a wanted one.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.encoders import GRID_COSINE, Encoder
from matching.engine.candidates import numbers
from matching.engine.factors.patched import PatchedLooks
from matching.engine.factors.two_looks import TwoLooks
from matching.engine.scored import Scored
from matching.engine.snapshot import Mentors
from matching.engine.tables import Bools, Column, Int64s
from matching.engine.text.arrays import GoalTexts, MentorTexts
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
        found[some] = evident(
            looks.goals,
            looks.mentors,
            looks.offered.may_quote,
            looks.encoder,
            goal[some],
            rows,
        )
    return replace(scored, pairs=replace(scored.pairs, evident=found))


def evident(
    goals: GoalTexts,
    mentors: MentorTexts,
    may_quote: Bools,
    encoder: Encoder,
    goal: Int64s,
    mentor: Int64s,
) -> Bools:
    """Whether there is written evidence: (n,) bool, for pairs by row numbers."""
    found = np.zeros(len(goal), np.bool_)
    wanted = np.asarray(goals.wanted.sum(axis=0)).ravel() > 0
    order = np.argsort(mentor, kind="stable")
    begins = np.flatnonzero(np.diff(mentor[order], prepend=-1))
    for pairs in np.split(order, begins[1:]) if len(order) else []:
        rows = mentors.rows_of(int(mentor[pairs[0]]))
        first = goals.starts[goal[pairs]]
        count = goals.starts[goal[pairs] + 1] - 1 - first  # without what is implied
        part = np.repeat(first - np.append(0, np.cumsum(count)[:-1]), count)
        part = part + np.arange(len(part))
        near = goals.parts[part] @ mentors.passages[rows].T * np.float32(GRID_COSINE)
        told = _reaches(near[:, may_quote[rows]], encoder.thresholds.quote)
        skill = mentors.skill[rows]
        listed = np.isin(goals.concept[part], mentors.concept[rows][skill])
        listed &= goals.concept[part] >= 0
        covered = listed | _reaches(near[:, skill], encoder.thresholds.close)
        of = np.repeat(np.arange(len(pairs)), count)
        found[pairs[of[told | (covered & wanted[part])]]] = True
    return found


def _reaches(near: Column, least: float) -> Bools:
    reached: Bools = near.max(axis=1, initial=0) >= least
    return reached
