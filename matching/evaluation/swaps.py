"""Does it change a score who writes? Swap names, pronouns, kin, ages … and score again.

For each kind of swap every text of a file is told by two people: a sentence that tells
who they are is added (``identity.SWAPS``, in the text's language), and words of that
kind that a text has already are swapped (``identity.WORDS``). The relevance of all pairs
is worked out both times by the code that runs use. Nothing may change, to the last digit.
What only rows have, fields of work and steps of the path, is not in such a file: a test
tells them in two ways and compares whole lists (``tests/matching/test_told_by_two.py``).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.encoders import Encoder, encode_missing
from matching.engine.factors.relevance import score
from matching.engine.text.arrays import Background, stack_goals, stack_mentors
from matching.engine.text.passages import (
    GoalText,
    MentorText,
    Passage,
    Reading,
    read_goal,
    read_mentor,
)
from matching.engine.text.vocabulary import Vocabulary
from matching.evaluation.identity import SWAPS, WORDS, Told
from matching.evaluation.relevance import graded

MOST_EXAMPLES = 20
MENTORS_LANGUAGES = ("en", "fr", "de", "es")

Sides = tuple[list[GoalText], list[MentorText]]


@dataclass(frozen=True)
class Texts:
    """The texts of a file: goals with the language they are in, and mentors."""

    goals: list[tuple[str, GoalText]]
    mentors: list[MentorText]


def evaluate(path: Path, vocabulary: Vocabulary, encoder: Encoder) -> dict[str, Any]:
    """Give the largest change of a pair's relevance for every kind of swap.

    ``examples`` are sentences that still tell who wrote them, as they are encoded.
    ``change_unneutralised`` is how much the first of them would change without
    neutralising: above 0, or the file could not show a change.

    Raises
    ------
    BadFile
        As ``relevance.evaluate``.
    """
    texts, scorer = read(path), _Scorer(Background.build(vocabulary, encoder))
    swaps: list[dict[str, Any]] = []
    examples: list[dict[str, str]] = []
    control = 0.0
    for kind in SWAPS:
        one, other = (told(texts, kind, side) for side in (0, 1))
        swaps.append(
            {
                "name": kind,
                "texts_changed": texts_changed(one, other),
                "largest_change": scorer.change(one, other),
            }
        )
        control = control or scorer.change_unneutralised(one, other)
        examples += scorer.examples(kind, one, other)
    return {
        "swaps": swaps,
        "largest_change": max(swap["largest_change"] for swap in swaps),
        "change_unneutralised": control,
        "examples": examples[:MOST_EXAMPLES],
    }


def read(path: Path) -> Texts:
    """All texts of a graded file; its grades do not matter here."""
    cases = graded(path)
    goals = [("en", case.goal) for case in [*cases.goals.values(), *cases.reworded]]
    for language, others in cases.languages.items():
        goals += [(language, case.goal) for case in others]
    return Texts(goals, list(cases.mentors.values()))


def told(texts: Texts, kind: str, side: int) -> Sides:
    """Every text as the first (0) or second (1) of two people would tell it."""
    goals_tell = {
        language: cycle([one for one in SWAPS[kind] if one.language == language])
        for language in {one.language for one in SWAPS[kind]}
    }
    mentors_tell = cycle(SWAPS[kind])
    return (
        [
            _goal_told(
                goal, next(goals_tell.get(language, goals_tell["en"])), kind, side
            )
            for language, goal in texts.goals
        ],
        [
            _mentor_told(mentor, next(mentors_tell), kind, side)
            for mentor in texts.mentors
        ],
    )


def _goal_told(goal: GoalText, who: Told, kind: str, side: int) -> GoalText:
    told = [_swapped(text, kind, side) for text in (goal.sentence, *goal.growth)]
    return replace(
        goal,
        sentence=f"{told[0]} {who.by(side)}".strip(),
        growth=told[1:],
        skills=[_swapped(text, kind, side) for text in goal.skills],
        name=who.names[side],
    )


def _mentor_told(mentor: MentorText, who: Told, kind: str, side: int) -> MentorText:
    told = replace(
        mentor,
        title=_swapped(mentor.title, kind, side),
        skills=[_swapped(text, kind, side) for text in mentor.skills],
        topics=[_swapped(text, kind, side) for text in mentor.topics],
        stories=[
            *(_swapped(text, kind, side) for text in mentor.stories),
            who.by(side),
        ],
        name=who.names[side],
    )
    if kind != "titles":
        return told
    return replace(
        told,
        title=who.by(side),
        skills=[who.by(side), *told.skills],
        skill_ages=[None, *told.skill_ages],
    )


def _swapped(text: str, kind: str, side: int) -> str:
    """The first tells it as it is; for the second each word of this kind is swapped for
    its other, in both directions."""
    other = {
        a: b for one, two in WORDS.get(kind, ()) for a, b in ((one, two), (two, one))
    }
    if not (side and other):
        return text
    words = re.compile(rf"\b(?:{'|'.join(map(re.escape, other))})\b", re.I)

    def swap(found: re.Match[str]) -> str:
        word = other.get(found[0]) or other.get(found[0].lower(), found[0])
        return word.capitalize() if found[0][0].isupper() else word

    return words.sub(swap, text)


def texts_changed(one: Sides, other: Sides) -> int:
    """How many people's texts differ."""
    before, after = [*one[0], *one[1]], [*other[0], *other[1]]
    return sum(a != b for a, b in zip(before, after, strict=True))


class _Scorer:
    """Scores everybody with everybody; each text is encoded once."""

    def __init__(self, background: Background) -> None:
        self.background = background
        self.vectors: dict[str, NDArray[np.float16]] = {}

    def change(self, one: Sides, other: Sides) -> float:
        return self._largest(self._read(one), self._read(other))

    def change_unneutralised(self, one: Sides, other: Sides) -> float:
        """The same if texts were encoded as they are: what neutralising is for."""
        return self._largest(_as_it_is(one), _as_it_is(other))

    def examples(self, kind: str, one: Sides, other: Sides) -> list[dict[str, str]]:
        """Passages that are still different after they are read."""
        return [
            {"swap": kind, "one": a.text, "other": b.text}
            for side, swapped in zip(self._read(one), self._read(other), strict=True)
            for first, second in zip(side, swapped, strict=True)
            for a, b in zip(first.passages, second.passages, strict=False)
            if a.text != b.text
        ]

    def _read(self, sides: Sides) -> tuple[list[Reading], list[Reading]]:
        vocabulary = self.background.vocabulary
        return (
            [read_goal(goal, vocabulary) for goal in sides[0]],
            [read_mentor(mentor, vocabulary) for mentor in sides[1]],
        )

    def _largest(self, one: Sequence[Any], other: Sequence[Any]) -> float:
        before, after = self._scores(*one), self._scores(*other)
        change = np.nan_to_num(before, nan=-1) - np.nan_to_num(after, nan=-1)
        return float(np.abs(change).max(initial=0))

    def _scores(
        self, goals: list[Reading], mentors: list[Reading]
    ) -> NDArray[np.float32]:
        against = self.background
        texts = [text for reading in goals + mentors for text in reading.texts]
        self.vectors |= encode_missing(against.encoder, texts, self.vectors)
        return score(
            stack_goals(goals, self.vectors, against),
            stack_mentors(mentors, self.vectors, against),
            against.encoder,
        )


def _as_it_is(sides: Sides) -> tuple[list[Reading], list[Reading]]:
    return (
        [_one_passage("sentence", goal.sentence) for goal in sides[0]],
        [_one_passage("story", " ".join(mentor.stories)) for mentor in sides[1]],
    )


def _one_passage(kind: Any, text: str) -> Reading:
    return Reading(text, (Passage(kind, text, text),))


def table(figures: Mapping[str, Any]) -> str:
    """The figures for people."""
    rows = [f"{'':18}{'texts changed':>14}{'largest change':>16}"]
    for swap in figures["swaps"]:
        change = swap["largest_change"]
        rows.append(f"{swap['name']:18}{swap['texts_changed']:14}{change:16.6f}")
    control = figures["change_unneutralised"]
    rows.append(f"Without neutralising names they would change by {control:.6f}.")
    rows += [f"{e['swap']}: {e['one']} | {e['other']}" for e in figures["examples"]]
    return "\n".join(rows)
