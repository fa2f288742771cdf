"""Deal-breakers about attributes: which mentor meets which, and which goal insists."""

from collections.abc import Callable

import numpy as np

from matching.engine.snapshot import ATTRIBUTES, Conditions, Wishes
from matching.loading.people import People, plain
from mentorship.goals.conditions import Condition, Side, Unknown
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment

YES, NO, NOT_KNOWN = 1, 0, -1

Key = tuple[str, str]
"""Attribute, and what is asked for: equal for goals that insist on the same."""


def conditions_and_wishes(
    goals: list[Goal],
    mentors: list[Enrolment],
    people: People,
    asked: dict[int, list[Condition]],
    networks: dict[int, set[int]],
) -> tuple[Conditions, Wishes]:
    """Each distinct condition once, and a wish per goal that insists on it.

    ``asked`` are the conditions in force of each goal; ``networks`` what mentors show.
    """
    numbers: dict[Key, int] = {}
    examples: list[tuple[Condition, str]] = []
    wishes: list[tuple[int, int, bool]] = []
    for row, goal in enumerate(goals):
        home = people.organisation(goal.mentee.person_id)
        for condition in asked.get(goal.pk, []):
            key = _key(condition, home)
            if key not in numbers:
                numbers[key] = len(numbers)
                examples.append((condition, home))
            hide = condition.if_unknown == Unknown.HIDE
            wishes.append((row, numbers[key], hide))
    met = np.zeros((len(examples), len(mentors)), np.int8)
    for row, (condition, home) in enumerate(examples):
        meets = _check(condition, home, people, networks)
        met[row] = [meets(mentor.person_id) for mentor in mentors]
    return (
        Conditions.of(attribute=[ATTRIBUTES.index(a) for a, _ in numbers], met=met),
        Wishes.of(
            goal=[wish[0] for wish in wishes],
            condition=[wish[1] for wish in wishes],
            hide_unknown=[wish[2] for wish in wishes],
        ),
    )


def _key(condition: Condition, home: str) -> Key:
    asked = str(condition.network_id or condition.years or plain(condition.words))
    if condition.attribute == Condition.Attribute.ORGANISATION:
        asked = f"{asked} {home}"
    return condition.attribute, asked


def _check(
    condition: Condition, home: str, people: People, networks: dict[int, set[int]]
) -> Callable[[int], int]:
    """How to tell of one person whether they meet a condition."""
    wanted = plain(condition.words)
    of: dict[str, Callable[[int], int]] = {
        "language": lambda person: _among(wanted, people.codes(person)),
        "field": lambda person: _among(
            wanted, [plain(track.field) for track in people.tracks.get(person, [])]
        ),
        "organisation": lambda person: _side(
            condition.words, home, people.organisation(person)
        ),
        "experience": lambda person: _years(
            condition.years or 0,
            [track.years for track in people.tracks.get(person, [])],
        ),
        # Who shows nothing is never told from who belongs and does not show it.
        "network": lambda person: (
            YES if condition.network_id in networks.get(person, ()) else NOT_KNOWN
        ),
        "place": lambda person: _among(wanted, _said(plain(people.site(person)))),
    }
    return of[condition.attribute]


def _said(words: str) -> list[str]:
    return [words] if words else []


def _among(wanted: str, told: list[str]) -> int:
    if not told:
        return NOT_KNOWN
    return YES if wanted in told else NO


def _side(wanted: str, home: str, theirs: str) -> int:
    if not home or not theirs:
        return NOT_KNOWN
    return YES if (home == theirs) == (wanted == Side.INSIDE) else NO


def _years(least: int, told: list[int | None]) -> int:
    """One track with enough years will do; a track without a number may have them."""
    if any(years is not None and years >= least for years in told):
        return YES
    return NO if told and None not in told else NOT_KNOWN
