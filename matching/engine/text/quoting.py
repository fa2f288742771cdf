"""What of a mentor's passages a page may quote as written evidence."""

from collections.abc import Sequence

import numpy as np

from matching.engine.tables import Bools
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
