"""Rows 1 and 2: a whole cohort, against mentor-match with either munkres."""

from functools import cache
from random import Random
from typing import Any

from benchmarks import children, peers, scorer
from benchmarks.clock import Spent, in_turn
from benchmarks.table import NotMeasured

RULES = {
    "same_profession": 4,
    "grades_ahead": {"1": 12, "2": 9},
    "first_match": 50,
}


def time(long: bool) -> dict[str, float]:
    """How many times faster, for the same or a better total."""
    figures = {}
    for people in (400, 800) + ((1600,) if long else ()):
        ours, theirs = compared(people, peers.Peer.MENTOR_MATCH)
        figures[f"{people}"] = theirs.cpu / ours.cpu
        dense = make_cohort(people) | {"how": "assignment"}
        by_scipy = in_turn(3, lambda of=dense: children.ours("cohort", of)[1])[0]
        figures[f"{people} scipy"] = theirs.cpu / by_scipy.cpu
    ours, theirs = compared(800, peers.Peer.MENTOR_MATCH_NEWEST_MUNKRES)
    figures["newest"] = theirs.cpu / ours.cpu
    return figures


def memory(long: bool) -> dict[str, float]:
    """Our peak memory as a share of theirs, each in a process of its own."""
    people = 1600 if long else 800
    ours, theirs = compared(people, peers.Peer.MENTOR_MATCH)
    return {f"{people}": ours.peak / theirs.peak}


@cache
def compared(people: int, peer: peers.Peer) -> tuple[Spent, Spent]:
    """Both on the same cohort, in turn.

    Raises
    ------
    NotMeasured
        If ours is worth less than theirs.
    """
    cohort, python = make_cohort(people), peers.python_of(peer)
    rounds = 2 if people < 1000 else 1
    totals: dict[str, int] = {}

    def ours() -> Spent:
        pairs, spent = children.ours("cohort", cohort)
        totals["ours"] = scorer.cohort_total(pairs, cohort)
        return spent

    def theirs() -> Spent:
        pairs, spent = children.theirs(python, "mentor_match", cohort)
        totals["theirs"] = scorer.cohort_total(pairs, cohort)
        return spent

    both = in_turn(rounds, ours, theirs)
    if totals["ours"] < totals["theirs"]:
        raise NotMeasured(f"our total is worse with {people}: {totals}")
    return both[0], both[1]


def make_cohort(people: int) -> dict[str, Any]:
    """As many mentors as mentees, on the form that mentor-match reads."""
    draw = Random(people)
    return {
        "mentors": [_person(draw, f"mentor{n}") for n in range(people)],
        "mentees": [_person(draw, f"mentee{n}") for n in range(people)],
        "rules": RULES,
    }


def _person(draw: Random, name: str) -> dict[str, str]:
    return {
        "email": f"{name}@example.org",
        "first name": name,
        "last name": "Person",
        "role": "analyst",
        "organisation": f"organisation {draw.randrange(20)}",
        "profession": f"profession {draw.randrange(12)}",
        "grade": str(draw.randrange(1, 8)),
    }
