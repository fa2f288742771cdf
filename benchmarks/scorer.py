"""Everything again in plain Python, written apart from what is measured: the judge of
both sides' results, and the scorer that Belay's speed is compared with."""

import math
from collections.abc import Sequence
from itertools import pairwise
from operator import mul
from typing import Any

import numpy as np

from benchmarks import ours
from benchmarks.world import World
from matching.encoders import GRID_COSINE
from matching.engine import ties
from matching.engine.scored import Scored
from matching.engine.snapshot import FACTORS, REASONS
from matching.engine.text.arrays import FILLED, GoalTexts, MentorTexts
from tests.engine import reference

SHOWN = 20
List = list[tuple[int, int]]  # a mentor and a score, best first


def cohort_total(pairs: Sequence[Sequence[str]], cohort: dict[str, Any]) -> int:
    """What a matching of a cohort is worth by its rules.

    Raises
    ------
    ValueError
        If somebody is in two pairs.
    """
    people = {p["email"]: p for p in cohort["mentors"] + cohort["mentees"]}
    named = [email for pair in pairs for email in pair]
    if len(set(named)) != len(named):
        raise ValueError("Somebody is matched twice.")
    return sum(_worth(people[a], people[b], cohort["rules"]) for a, b in pairs)


def _worth(
    mentor: dict[str, str], mentee: dict[str, str], rules: dict[str, Any]
) -> int:
    ahead = int(mentor["grade"]) - int(mentee["grade"])
    if ahead <= 0 or mentor["organisation"] == mentee["organisation"]:
        return 0
    worth = rules["first_match"] + rules["grades_ahead"].get(str(ahead), 0)
    if mentor["profession"] == mentee["profession"]:
        worth += rules["same_profession"]
    return worth


class Plain:
    """Scores a world pair by pair: no arrays, one float64 after the other.

    What belongs to one person is prepared once, as anybody would who writes this loop.
    """

    def __init__(self, world: World) -> None:
        offered = ours.mentors_of(world)
        whole, goals = world.snapshot, ours.prepare(world, offered).goals
        self.world, self.encoder = world, world.background.encoder
        self.goals = [
            _with_weeks(reference.row(whole.goals, n)) | _goal_text(goals, n)
            for n in range(len(whole.goals))
        ]
        self.mentors = [
            _with_weeks(reference.row(whole.mentors, n))
            | _mentor_text(offered.texts, n)
            for n in range(len(whole.mentors))
        ]
        self.units = [reference.weights(goal) for goal in self.goals]
        self.likeness = whole.concepts.likeness.tolist()
        self.reasons = _reasons(world)
        self.wishes = _wishes(world)

    def every_pair(self) -> list[list[int | None]]:
        """The score of each goal with each mentor; None where a rule removes one."""
        return [
            [self.score(goal, mentor) for mentor in range(len(self.mentors))]
            for goal in range(len(self.goals))
        ]

    def score(self, g: int, m: int) -> int | None:
        goal, mentor = self.goals[g], self.mentors[m]
        values = {
            "relevance": relevance(goal, mentor, self.encoder),
            "availability": _availability(goal, mentor),
            "communication": reference.communication(goal, mentor),
            "level": reference.level(goal, mentor),
            "reciprocity": self._reciprocity(goal, mentor),
            "context": reference.context(goal, mentor),
            "commitment": reference.commitment(goal, mentor),
            **{name: float(mentor[name]) for name in FACTORS[-3:]},
        }
        # A factor is a float32; what is added up afterwards is exact.
        values = {name: float(np.float32(value)) for name, value in values.items()}
        reasons = self.reasons.get((g, m), set())
        if reference.removed_by(goal, mentor, values, reasons, ours.RULES):
            return None
        if any(_unmet(met[m], hides) for met, hides in self.wishes.get(g, ())):
            return None
        return sum(reference.contributions(values, self.units[g]).values())

    def lists(self, shown: int) -> list[List]:
        """The best of each goal, in the product's order."""
        goals, mentors = self.world.snapshot.goals.id, self.world.snapshot.mentors.id
        found = []
        for goal, scores in zip(goals, self.every_pair(), strict=True):
            chance = ties.rank(np.array([goal]), mentors).tolist()
            kept = [
                (-score, chance[m], int(mentors[m]))
                for m, score in enumerate(scores)
                if score is not None
            ]
            found.append([(m, -score) for score, _, m in sorted(kept)[:shown]])
        return found

    def _reciprocity(self, goal: dict[str, Any], mentor: dict[str, Any]) -> float:
        brings, hopes = goal["brings"] - {-1}, mentor["hopes"] - {-1}
        rated, exchange = float(mentor["hears_rated"]), math.nan
        if brings and hopes:
            met = [
                max(round(self.likeness[bring][hope] * 256) for bring in brings)
                for hope in hopes
            ]
            exchange = sum(met) / (256 * len(hopes))
        hears = float(mentor["hears_declared"]) if math.isnan(rated) else rated
        return float(reference.mean_of_known([exchange, hears]))


def relevance(goal: dict[str, Any], mentor: dict[str, Any], encoder: Any) -> float:
    """How well a mentor's texts fit a goal's, as docs/matching.md says it."""
    document = _product(goal["document"], mentor["document"])
    close, covers = encoder.thresholds.close, encoder.thresholds.covers
    near = covered = 0.0
    for vector, weight, wanted, concept in goal["parts"]:
        skill = max((_product(vector, own) for own in mentor["skills"]), default=0.0)
        other = max((_product(vector, own) for own in mentor["others"]), default=0.0)
        near += weight * max(0.0, skill, other)
        if wanted:
            share = (max(0.0, skill) * GRID_COSINE - close) / (covers - close)
            share = round(min(1.0, max(0.0, share)) * 1024) / 1024
            covered += 1.0 if concept in mentor["concepts"] else share
    words = sum(mentor["terms"].get(term, 0.0) for term in goal["terms"])
    total, wanted = goal["total"], goal["wanted"]
    blend = 0.60 * GRID_COSINE * document
    blend += 0.40 * GRID_COSINE * (near / total if total else 0.0)
    blend += 0.10 * (words / (words + 5))
    blend += 0.10 * (covered / wanted if wanted else 0.0)
    curve = encoder.curves[FILLED[goal["filled"]]]
    value = 1 / (1 + math.exp(-(blend - curve.middle) / curve.width))
    return float(np.float32(round(value, 6)))


def lists_of(scored: Scored, shown: int) -> list[List]:
    """The first few of each goal as the engine found them."""
    starts, pairs = scored.starts().tolist(), scored.pairs
    every = list(zip(pairs.mentor.tolist(), pairs.score.tolist(), strict=True))
    return [every[at : min(at + shown, end)] for at, end in pairwise(starts)]


def differences(plain: Plain, scored: Scored) -> list[str]:
    """Pairs of the engine's lists that have another score in plain Python."""
    ids = plain.world.snapshot.mentors.id.tolist()
    row_of = {mentor: row for row, mentor in enumerate(ids)}
    return [
        f"goal {goal}, mentor {mentor}: {score}, not {plain.score(goal, row_of[mentor])}"
        for goal, listed in enumerate(lists_of(scored, SHOWN))
        for mentor, score in listed
        if plain.score(goal, row_of[mentor]) != score
    ]


def _product(one: list[float], other: list[float]) -> float:
    return sum(map(mul, one, other))


def _with_weeks(row: dict[str, Any]) -> dict[str, Any]:
    """Plain values, and every week as one whole number."""
    plain = {name: value.tolist() for name, value in row.items()}
    weeks = [sum(w << 64 * n for n, w in enumerate(week)) for week in plain["weeks"]]
    sets = {name: set(plain[name]) for name in ("brings", "hopes") if name in plain}
    return plain | sets | {"free": weeks}


def _availability(goal: dict[str, Any], mentor: dict[str, Any]) -> float:
    if not (goal["hours_known"] and mentor["hours_known"]):
        return math.nan
    weeks = zip(goal["free"], mentor["free"], strict=True)
    shared = min((mine & theirs).bit_count() for mine, theirs in weeks)
    return float(np.float32(min(1.0, 30 * shared / goal["minutes_needed"])))


def _goal_text(goals: GoalTexts, number: int) -> dict[str, Any]:
    rows = range(goals.starts[number], goals.starts[number + 1])
    weights = goals.weights.toarray()[number]
    wanted = goals.wanted.toarray()[number]
    parts = [
        (goals.parts[r].tolist(), weights[r], bool(wanted[r]), int(goals.concept[r]))
        for r in rows
    ]
    return {
        "document": goals.documents[number].tolist(),
        "parts": parts,
        "terms": goals.terms[[number]].indices.tolist(),
        "filled": int(goals.filled[number]),
        "total": float(weights.sum()),
        "wanted": float(wanted.sum()),
    }


def _mentor_text(mentors: MentorTexts, number: int) -> dict[str, Any]:
    rows = mentors.rows_of(number)
    terms = mentors.terms[[number]]
    return {
        "document": mentors.documents[number].tolist(),
        "skills": [mentors.passages[r].tolist() for r in rows if mentors.skill[r]],
        "others": [mentors.passages[r].tolist() for r in rows if not mentors.skill[r]],
        "concepts": set(np.flatnonzero(mentors.listed[:-1, number]).tolist()),
        "terms": dict(zip(terms.indices.tolist(), terms.data.tolist(), strict=True)),
    }


def _reasons(world: World) -> dict[tuple[int, int], set[str]]:
    told = world.snapshot.exclusions
    found: dict[tuple[int, int], set[str]] = {}
    for goal, mentor, reason in zip(told.goal, told.mentor, told.reason, strict=True):
        found.setdefault((int(goal), int(mentor)), set()).add(REASONS[reason])
    return found


def _wishes(world: World) -> dict[int, list[tuple[list[int], bool]]]:
    """For each goal that asks: who meets what it asks for, and whether gaps hide."""
    told, met = world.snapshot.wishes, world.snapshot.conditions.met
    found: dict[int, list[tuple[list[int], bool]]] = {}
    for goal, number, hides in zip(
        told.goal, told.condition, told.hide_unknown, strict=True
    ):
        found.setdefault(int(goal), []).append((met[number].tolist(), bool(hides)))
    return found


def _unmet(met: int, hides: bool) -> bool:
    return met == 0 or (met == -1 and hides)
