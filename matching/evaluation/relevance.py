"""Relevance on a graded file: do the mentors that people named come first?

Three figures, each the mean over the goals that have at least one grade above 0:

``ndcg10``
    Gain ``2**grade - 1`` of the first ten mentors, discounted by ``log2(rank + 1)``,
    divided by the same sum for the best order of all graded mentors. A mentor without
    a grade has grade 0.
``recall10``
    Share of the mentors with grade 2 or 3 that are among the first ten. If a goal has
    none, the mentors with its best grade count instead.
``top1``
    1 if the first mentor has grade 2 or 3, or the best grade that this goal has; else 0.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
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
    Reading,
    read_goal,
    read_mentor,
    split_tags,
)
from matching.engine.text.vocabulary import Vocabulary

FIRST = 10
GOOD = 2

Figures = dict[str, float]


class BadFile(ValueError):
    """The file cannot be used. ``str(error)`` is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Case:
    """One goal as one way of asking puts it, and the grades people gave to mentors."""

    goal: GoalText
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Graded:
    """What a file holds: people's texts, and the same goals asked in other ways."""

    mentors: Mapping[str, MentorText]
    goals: Mapping[str, Case]
    reworded: list[Case]
    languages: Mapping[str, list[Case]]


def evaluate(path: Path, vocabulary: Vocabulary, encoder: Encoder) -> dict[str, Any]:
    """Give the figures of every way of asking that the file has.

    Raises
    ------
    BadFile
        If the file is missing, is no JSON, does not have the expected form, or has no
        goal that anybody suits.
    """
    cases = graded(path)
    if not any(any(case.grades.values()) for case in cases.goals.values()):
        raise BadFile(
            f"No goal of {path} has a grade above 0: there is nothing to find."
        )
    names, mentors = list(cases.mentors), list(cases.mentors.values())
    bench = Bench(names, mentors, Background.build(vocabulary, encoder))
    goals = list(cases.goals.values())
    return {
        "full": bench.figures(goals),
        "goal": bench.figures([_sentence_only(case) for case in goals]),
        "no_overlap": bench.figures(cases.reworded),
        "languages": {
            language: bench.figures(others)
            for language, others in cases.languages.items()
        },
    }


def graded(path: Path) -> Graded:
    """Read a file of mentors, goals and grades.

    Raises
    ------
    BadFile
        As ``evaluate``.
    """
    data = _read(path)
    goals = {name: _goal(name, fields) for name, fields in data["goals"].items()}
    return Graded(
        {name: _mentor(name, fields) for name, fields in data["mentors"].items()},
        goals,
        _reworded(data.get("goals_no_word_overlap", {}), goals),
        {
            language: _reworded(texts, goals)
            for language, texts in _object(data, "goals_other_languages").items()
        },
    )


class Bench:
    """The mentors of a file, ready to be ranked for any goals."""

    def __init__(
        self,
        names: Sequence[str],
        mentors: Sequence[MentorText],
        background: Background,
    ) -> None:
        self.names = names
        self.background = background
        readings = [read_mentor(mentor, background.vocabulary) for mentor in mentors]
        self.mentors = stack_mentors(readings, self._vectors(readings), background)

    def figures(self, cases: Sequence[Case]) -> Figures:
        """Rank the mentors for each case and average what ``ranked_figures`` says."""
        graded = [case for case in cases if any(g > 0 for g in case.grades.values())]
        if not graded:
            return {}
        scores = self.scores([case.goal for case in graded])
        each = [
            ranked_figures(self.ranking(row), case.grades)
            for row, case in zip(scores, graded, strict=True)
        ]
        return {
            name: round(float(np.mean([figures[name] for figures in each])), 4)
            for name in each[0]
        }

    def scores(self, goals: Sequence[GoalText]) -> NDArray[np.float32]:
        """Score goals exactly as a run does: float32 (goals, mentors)."""
        readings = [read_goal(goal, self.background.vocabulary) for goal in goals]
        arrays = stack_goals(readings, self._vectors(readings), self.background)
        return score(arrays, self.mentors, self.background.encoder)

    def ranking(self, scores: NDArray[np.float32]) -> list[str]:
        """Order the mentors' names: best first, unknown last, ties as in the file."""
        order = np.argsort(-np.nan_to_num(scores, nan=-1.0), kind="stable")
        return [self.names[place] for place in order]

    def _vectors(self, readings: Sequence[Reading]) -> dict[str, NDArray[np.float16]]:
        texts = [text for reading in readings for text in reading.texts]
        return encode_missing(self.background.encoder, texts)


def ranked_figures(ranking: Sequence[str], grades: Mapping[str, int]) -> Figures:
    """Give ndcg10, recall10 and top1 of one ranking; some grade must be above 0."""
    best = max(grades.values())
    good = {name for name, grade in grades.items() if grade >= min(GOOD, best)}
    first = ranking[:FIRST]
    gains = [2 ** grades.get(name, 0) - 1 for name in first]
    ideal = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:FIRST]
    return {
        "ndcg10": _discounted(gains) / _discounted(ideal),
        "recall10": len(good.intersection(first)) / len(good),
        "top1": float(first[0] in good),
    }


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise BadFile(f"{path} is not JSON in UTF-8: {error}.") from error
    if not isinstance(data, dict):
        raise BadFile(f"{path} must hold one JSON object with mentors and goals.")
    for key in ("mentors", "goals"):
        if not isinstance(data.get(key), dict) or not data[key]:
            raise BadFile(f'{path} needs "{key}": an object with at least one entry.')
    return data


def _object(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise BadFile(f'"{key}" must be an object.')
    return value


def _text(owner: str, fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key, "")
    if not isinstance(value, str):
        raise BadFile(f'"{key}" of {owner} must be a text.')
    return value


def _mentor(name: str, fields: object) -> MentorText:
    if not isinstance(fields, dict):
        raise BadFile(f"The mentor {name} must be an object.")
    return MentorText(
        title=_text(name, fields, "title"),
        skills=split_tags(_text(name, fields, "skills")),
        topics=[_text(name, fields, "topics")],
        stories=[_text(name, fields, "story")],
    )


def _goal(name: str, fields: object) -> Case:
    if not isinstance(fields, dict):
        raise BadFile(f"The goal {name} must be an object.")
    goal = GoalText(
        sentence=_text(name, fields, "goal"),
        growth=split_tags(_text(name, fields, "growth")),
        skills=split_tags(_text(name, fields, "skills")),
    )
    grades = _object(fields, "grades")
    if not all(type(grade) is int and 0 <= grade <= 3 for grade in grades.values()):
        raise BadFile(f"The grades of {name} must be whole numbers from 0 to 3.")
    return Case(goal, grades)


def _sentence_only(case: Case) -> Case:
    return Case(GoalText(sentence=case.goal.sentence), case.grades)


def _reworded(texts: object, goals: Mapping[str, Case]) -> list[Case]:
    """Put other words into goals of the same grades; texts of no known goal go."""
    if not isinstance(texts, dict):
        raise BadFile("Reworded goals must be an object of texts.")
    return [
        Case(GoalText(sentence=_text(name, texts, name)), goals[name].grades)
        for name in texts
        if name in goals
    ]
