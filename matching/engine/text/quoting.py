"""What of a mentor's passages a page may quote as written evidence, and how much of it.

Whether it fits a goal is for ``relevance.evidence`` to say.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from matching.engine.tables import Bools
from matching.engine.text.arrays import MentorTexts
from matching.engine.text.normalise import normalise
from matching.engine.text.passages import Passage, Reading

#: A topic or a story of fewer words is not quoted.
WORDS_OF_A_SENTENCE = 4
#: A topic is quoted with the rest of its line, unless the line is longer: a list.
WORDS_OF_A_LINE = 16


def too_short(passage: Passage) -> bool:
    """Whether a passage could be quoted but says too little to be."""
    short = len(passage.original.split()) < WORDS_OF_A_SENTENCE
    return short and passage.kind in ("topic", "story")


def whole_line(piece: str, lines: Iterable[str]) -> str:
    """The line that a piece of a topic was cut from, if it is short enough to quote.

    "Stage fright, for people without a stage" is compared piece by piece, but half of it
    says something else than the mentor did.
    """
    whole = next((line for line in map(normalise, lines) if piece in line), piece)
    return whole if len(whole.split()) <= WORDS_OF_A_LINE else piece


def quoted(readings: Sequence[Reading], texts: MentorTexts) -> Bools:
    """Which rows of the mentors' passages a page may quote."""
    may = texts.quotable.copy()
    for mentor, reading in enumerate(readings):
        short = [too_short(passage) for passage in reading.passages]
        rows = texts.rows_of(mentor)
        may[rows[: len(short)]] &= ~np.array(short, np.bool_)[: len(rows)]
    return may
